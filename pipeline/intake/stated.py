"""Which campaign and round single files name themselves, before anything else is known of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.forms.schema.schema import Schemas
from pipeline.intake.files.folder import listed_entries
from pipeline.intake.files.opening import opened_files, worker_count
from pipeline.intake.formats.limits import LIMITS
from pipeline.intake.identity import stated_codes
from pipeline.intake.received import ReceivedFile
from pipeline.intake.tables.location import comparable


@dataclass(frozen=True, slots=True)
class StatedRound:
    """A round, by the codes that a file carries."""

    campaign: str
    round: str


def read_stated_rounds(folder: Path, names: Collection[str], schemas: Schemas) -> Mapping[str, StatedRound | None]:
    """Return the round that each of some files of a folder names; None where it names none, or what is in it names several."""
    entries = [entry for entry in listed_entries(folder) if entry.path in names]
    rounds: dict[str, set[StatedRound]] = {name: set() for name in names}
    for opened in opened_files(
        entries,
        limits=LIMITS,
        sheets=frozenset(comparable(schema.sheet) for schema in schemas),
        workers=worker_count(len(entries)),
    ):
        if isinstance(opened, ReceivedFile):
            continue
        codes = stated_codes(opened.workbook, schemas)
        name = opened.path.split("!/")[0]
        if name in rounds and {"campaign", "round"} <= codes.keys():
            rounds[name].add(StatedRound(campaign=codes["campaign"], round=codes["round"]))
    return {name: next(iter(stated)) if len(stated) == 1 else None for name, stated in rounds.items()}
