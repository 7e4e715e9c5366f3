"""Brings what the first edition left to the new places; each step can be done again after a run that was stopped."""

import os
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from datetime import datetime
from itertools import groupby
from pathlib import Path

from pipeline.errors import OutputError, writing_trouble
from pipeline.reports.outbox.first_edition import FirstEdition, LineMove, Move
from pipeline.reports.outbox.ledger import append_ledger, append_lines, read_lines
from pipeline.reports.outbox.locking import Tell, locked_outbox
from pipeline.reports.outbox.places import LEDGER, CampaignOutbox


def move_first_edition(first: FirstEdition, base: Path, tell: Tell) -> None:
    """Move all that has a new place, and tell each move. Nothing that is there already is replaced.

    Raises: OutputError when something cannot be moved; what has been moved till then stays moved.
    """
    campaigns = sorted({path.relative_to(base).parts[0] for path in _targets(first) if path.is_relative_to(base)})
    with ExitStack() as locks:
        for campaign in campaigns:
            locks.enter_context(locked_outbox(CampaignOutbox(base, campaign), tell))
        workbooks = [move for move in first.moves if move.source.is_file()]
        for (source, target), moves in groupby(workbooks, key=lambda move: (move.source.parent, move.target.parent)):
            files = [_moved(move, base) for move in moves]
            tell(f"{source} ({len(files)} tệp) → {target}")
            _remove_if_empty(source)
        for move in first.moves:
            if move not in workbooks:
                tell(f"{move.source} → {_moved(move, base)}")
                _remove_if_empty(move.source.parent)
        for source, lines in groupby(first.lines, key=lambda move: move.source):
            for line_move in lines:
                _move_lines(line_move)
                tell(f"{source} ({len(line_move.lines)} dòng) → {line_move.target}")


def _targets(first: FirstEdition) -> Iterable[Path]:
    return (*(move.target for move in first.moves), *(move.target for move in first.lines))


def _moved(move: Move, base: Path) -> Path:
    """Move one thing and return where it is now: beside what a person did by hand, where its place is taken."""
    target = move.target
    if os.path.lexists(target):
        outbox = CampaignOutbox(base, target.relative_to(base).parts[0])
        target = outbox.hand_edited(target.name, datetime.now().astimezone())
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        move.source.rename(target)
    except OSError as error:
        raise OutputError(f"Không chuyển được {move.source} sang {target}: {writing_trouble(error)}") from error
    return target


def _move_lines(move: LineMove) -> None:
    try:
        if move.target.name == LEDGER:
            append_ledger(move.target, move.lines)
        else:
            present = set(read_lines(move.target))
            append_lines(move.target, [line for line in move.lines if line not in present])
        moved = set(move.lines)
        rest = [line for line in read_lines(move.source) if line not in moved]
        if rest:
            fresh = move.source.with_name(f".{move.source.name}.moi")
            fresh.unlink(missing_ok=True)
            append_lines(fresh, rest)
            fresh.replace(move.source)
        else:
            move.source.unlink()
    except OSError as error:
        raise OutputError(
            f"Không chuyển được các dòng của {move.source} sang {move.target}: {writing_trouble(error)}"
        ) from error


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
