"""Contacts into the register: taken where it has none, reported where they differ, each with its source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.campaign.agencies import UNCONFIRMED, Agency
from pipeline.campaign.decision import Campaign
from pipeline.errors import OperatorError, reason_of
from pipeline.forms.schema.loading import read_schemas
from pipeline.intake.inbox import read_rounds
from pipeline.text import folded
from pipeline.upkeep.contacts import LABELS, Contact, Unusable, contacts_of_returns, contacts_of_workbook
from pipeline.upkeep.register_writing import write_cells
from pipeline.workspace import Request, round_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the register took of one contact, by its column."""

    agency: Agency
    values: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """What a contact says otherwise than the register, or than a contact before it; never taken."""

    agency: Agency
    column: str
    ours: str
    theirs: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """What became of the contacts that were read."""

    register: Path
    taken: tuple[Taken, ...]
    differing: tuple[Differing, ...]
    unusable: tuple[Unusable, ...]
    #: How many contacts say nothing but what the register says.
    same: int


def fill_addresses(request: Request, *, file: Path | None) -> Addresses:
    """Write into the register the contacts that a workbook tells, or without one the accepted returns of the inbox.

    Raises:
        OperatorError: the campaign, the inbox or the workbook cannot be read.
        OutputError: the register cannot be written.
    """
    name = request.workspace.campaign_name(request.campaign_name, request.as_of)
    register = request.workspace.project / "catalogue" / name / "agencies.csv"
    try:
        read = register.read_bytes()
    except OSError as error:
        raise OperatorError(f"Không đọc được {register} ({reason_of(error)}); kiểm tra quyền đọc.") from error
    campaign = request.workspace.campaign(name, request.as_of)
    contacts = _of_inbox(request, campaign) if file is None else contacts_of_workbook(file, campaign)
    addresses = _judged(register, campaign, contacts)
    if addresses.taken:
        write_cells(register, read, _changes(addresses.taken))
    return addresses


def _of_inbox(request: Request, campaign: Campaign) -> Iterable[Contact | Unusable]:
    """Give what the accepted returns tell: those of one round where it is named, else of all, the latest round first."""
    rounds = campaign.rounds if request.round_code is None else (round_of(campaign, request.round_code, request.as_of),)
    latest_first = sorted(rounds, key=lambda round_: round_.opens, reverse=True)
    for files in read_rounds(
        request.inbox,
        campaign=campaign,
        rounds=latest_first,
        schemas=read_schemas(request.workspace.project, campaign),
        other_campaigns=request.workspace.other_campaigns(campaign),
    ):
        yield from contacts_of_returns(files)


def _judged(register: Path, campaign: Campaign, contacts: Iterable[Contact | Unusable]) -> Addresses:
    """Return what becomes of each contact; what an earlier one filled in counts as the register's."""
    records: list[Taken] = []
    differing: list[Differing] = []
    unusable: list[Unusable] = []
    filled_in: dict[tuple[str, str], str] = {}
    same = 0
    for contact in contacts:
        if isinstance(contact, Unusable):
            unusable.append(contact)
            continue
        agency = campaign.agency_by_code[contact.agency]
        fresh: dict[str, str] = {}
        others: list[Differing] = []
        for column, text in contact.values.items():
            ours = getattr(agency, column) or filled_in.get((agency.code, column), "")
            if not ours:
                fresh[column] = text
            elif _compared(column, ours) != _compared(column, text):
                others.append(Differing(agency=agency, column=column, ours=ours, theirs=text, source=contact.source))
        if fresh:
            records.append(Taken(agency=agency, values=fresh, source=contact.source))
            filled_in |= {(agency.code, column): text for column, text in fresh.items()}
        differing += others
        same += not (fresh or others)
    return Addresses(
        register=register, taken=tuple(records), differing=tuple(differing), unusable=tuple(unusable), same=same
    )


def _compared(column: str, text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit()) if column == "phone" else folded(text)


def _changes(records: Iterable[Taken]) -> dict[tuple[str, str], str]:
    """Return the cells to write: the contacts, and in the note where they come from and that nobody confirmed them."""
    changes: dict[tuple[str, str], str] = {}
    for record in records:
        code = record.agency.code
        changes |= {(code, column): text for column, text in record.values.items()}
        labels = ", ".join(label for column, label in LABELS.items() if column in record.values)
        note = changes.get((code, "note"), record.agency.note)
        changes[code, "note"] = f"{note} {UNCONFIRMED}: {labels} ({record.source}).".strip()
    return changes
