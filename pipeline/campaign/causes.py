"""Causes: the closed list of a campaign by which agencies say why a due task is not done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

#: The code of the cause of tasks whose time has not come; their rows are filled in with it before the form goes out.
NOT_OPEN = "not-open"


class CauseKind(StrEnum):
    """Where a cause lies: outside the agency or within it."""

    OBJECTIVE = "objective"
    SUBJECTIVE = "subjective"

    @property
    def label(self) -> str:
        """Return the word users see."""
        return {"objective": "Khách quan", "subjective": "Chủ quan"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One entry of `causes` in `decision.yaml`."""

    code: str
    #: As the drop-down has it.
    label: str
    kind: CauseKind
    #: What an officer's own words hold where they mean this cause, in lower case or not, with their marks.
    keywords: tuple[str, ...] = ()


def cause_in_words(causes: Iterable[Cause], words: str) -> Cause | None:
    """Return the cause that an officer's own words mean: the one with the longest keyword in them, the first of equals."""
    text = words.casefold()
    meant = [(keyword, cause) for cause in causes for keyword in cause.keywords if keyword.casefold() in text]
    return max(meant, key=lambda match: len(match[0]))[1] if meant else None


def parse_cause(entry: Mapping[str, Any]) -> Cause:
    """Return one entry of `causes`, which its schema has accepted."""
    return Cause(
        code=entry["code"],
        label=entry["label"],
        kind=CauseKind(entry["kind"]),
        keywords=tuple(entry.get("keywords", ())),
    )
