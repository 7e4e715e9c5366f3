"""Where everything of one campaign lies in the outbox."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.errors import OutputError

#: Names of folders beside those of the rounds.
REMINDERS, HAND_EDITED = "don-doc", "ban-sua-tay"
LEDGER, HISTORY = "ledger.jsonl", "history.jsonl"


@dataclass(frozen=True, slots=True)
class CampaignOutbox:
    """The folder of one campaign in an outbox."""

    base: Path
    campaign: str

    @property
    def folder(self) -> Path:
        """Return the folder that holds all of it."""
        return self.base / self.campaign

    @property
    def ledger(self) -> Path:
        """Return the list of first-seen contents."""
        return self.folder / LEDGER

    @property
    def history(self) -> Path:
        """Return the list of consolidations."""
        return self.folder / HISTORY

    def round(self, code: str) -> Path:
        """Return where the results of a round go."""
        return self.folder / code

    def reminders(self, code: str) -> Path:
        """Return where letter and drafts of a round's reminders go."""
        return self.folder / REMINDERS / code

    def hand_edited(self, code: str, moment: datetime) -> Path:
        """Return a folder that is not there yet, for what a person changed or added among the results of a round."""
        name = f"{moment:%Y-%m-%d_%H%M%S}"
        folder, number = self.folder / HAND_EDITED / code / name, 1
        while os.path.lexists(folder):
            number += 1
            folder = folder.with_name(f"{name}-{number}")
        return folder

    def refuse_links(self, target: Path) -> None:
        """Make sure that nothing from the base down to a target is a link: what is replaced would not be what it points to.

        Raises: OutputError where there is one.
        """
        for path in (self.base, *self._below(target)):
            if is_link(path):
                raise OutputError(
                    f"{path} là liên kết đến chỗ khác (symlink); chương trình không thay nội dung qua liên kết. "
                    "Hãy thay liên kết bằng thư mục thật, hoặc chỉ rõ thư mục thật bằng --outbox THƯ_MỤC."
                )

    def _below(self, target: Path) -> Iterator[Path]:
        path = self.base
        for part in target.relative_to(self.base).parts:
            path /= part
            yield path


def is_link(path: Path) -> bool:
    """Return whether a path is a symbolic link, or what Windows has in its place (a junction)."""
    # Python 3.11 does not know junctions
    is_junction = getattr(os.path, "isjunction", lambda _path: False)
    return path.is_symlink() or bool(is_junction(path))
