"""Inboxes of mutated returns among good ones."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from tests.robustness.drafts import Case, Mutation, case
from tests.robustness.originals import agencies, original
from tests.robustness.outcomes import Difference, Taken, differences, taken

#: Agencies of every group whose good returns lie in every inbox.
_GOOD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How one case ended."""

    case: Case
    differences: tuple[Difference, ...]


def good_agencies() -> tuple[str, ...]:
    """The agencies whose good returns lie in every inbox, spread over the register."""
    every = len(agencies()) // _GOOD
    return agencies()[::every][:_GOOD]


def cases(mutations: Sequence[Mutation], seed: int) -> Iterator[Case]:
    """One case of each mutation: each of another agency if it is used, else of one that sent a good return too."""
    good = good_agencies()
    spoilt = [agency for agency in agencies() if agency not in set(good)]
    used = 0
    for position, mutation in enumerate(mutations):
        if mutation.used or mutation.by_chance:
            agency = spoilt[(used + seed * 37) % len(spoilt)]
            used += 1
        else:
            agency = good[(position + seed) % len(good)]
        yield case(mutation, original(agency), seed)
    assert used <= len(spoilt)


def ended(mutations: Sequence[Mutation], seed: int) -> tuple[list[Ended], list[str]]:
    """How mutated returns end among good ones, and the agencies whose row of the matrix has changed by it."""
    with tempfile.TemporaryDirectory() as name:
        inbox = _good_inbox(Path(name))
        dropped = list(cases(mutations, seed))
        for one in dropped:
            one.put(inbox)
        result = taken(inbox)
    return [Ended(case=one, differences=tuple(differences(one, result))) for one in dropped], _changed(result)


def alone(one: Case) -> list[Difference]:
    """How a case ends in an inbox of its own."""
    with tempfile.TemporaryDirectory() as name:
        inbox = Path(name, "inbox")
        inbox.mkdir()
        one.put(inbox)
        return differences(one, taken(inbox))


def _good_inbox(folder: Path) -> Path:
    inbox = folder / "inbox"
    (inbox / "good").mkdir(parents=True)
    for agency in good_agencies():
        (inbox / "good" / f"{agency}.xlsx").write_bytes(original(agency).content)
    return inbox


@lru_cache(maxsize=1)
def good_matrix() -> pd.DataFrame:
    """The matrix of the good returns alone."""
    with tempfile.TemporaryDirectory() as name:
        result = taken(_good_inbox(Path(name)))
    assert {file.verdict.value for file in result.files.values()} == {"accepted"}
    assert not any(result.problems.values())
    return result.matrix


def _changed(result: Taken) -> list[str]:
    before, after = good_matrix(), result.matrix
    good = set(good_agencies())
    return [
        str(agency) for agency in before.index if agency in good and not before.loc[agency].equals(after.loc[agency])
    ]
