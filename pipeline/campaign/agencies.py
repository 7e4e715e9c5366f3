"""The register: the agencies that report and the bodies that only coordinate."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.campaign.groups import Group
from pipeline.campaign.telephone import restored_telephone

#: Begins the sentence of a note that names contacts taken from returns or lists; whoever confirms them deletes it.
UNCONFIRMED = "Liên hệ chưa xác nhận"
#: How a mail address is called in such a sentence.
ADDRESS = "thư điện tử"
_UNCONFIRMED_ADDRESS = re.compile(f"{UNCONFIRMED}: [^(]*{ADDRESS}")


class Verification(StrEnum):
    """Whether a row of the register was checked against documents; its `source` names them."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One agency of the register, a row of `agencies.csv`; the order of the file is the order in every table."""

    code: str
    #: Full name as it signs: "UBND xã Đá Bàn", "Chi cục Kiểm lâm".
    name: str
    #: Symbol in document numbers, "" where unknown.
    abbreviation: str
    group: Group
    #: Other names by which a return may call it, diacritics kept.
    aliases: tuple[str, ...] = ()
    active: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    #: Codes of the agencies that took over its tasks.
    successors: tuple[str, ...] = ()
    #: Code of the agency one level above: the province of a department.
    within: str | None = None
    contact_name: str = ""
    email: str = ""
    phone: str = ""
    verified: Verification = Verification.NO
    source: str = ""
    note: str = ""

    @property
    def reports(self) -> bool:
        """Return whether it is one of those that owe reports; of a round only where it exists by then (`exists_on`)."""
        return self.active and self.group.reports

    @property
    def has_unconfirmed_contact(self) -> bool:
        """Return whether a contact was taken from what somebody sent, and nobody has confirmed it yet."""
        return UNCONFIRMED in self.note

    @property
    def has_unconfirmed_address(self) -> bool:
        """Return whether the mail address is such a contact."""
        return _UNCONFIRMED_ADDRESS.search(self.note) is not None

    def exists_on(self, day: date) -> bool:
        """Return whether the agency exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def parse_agency(row: Mapping[str, str], groups: Mapping[str, Group]) -> Agency:
    """Return one row of `agencies.csv`, which its schema has accepted."""
    return Agency(
        code=row["code"],
        name=row["name"],
        abbreviation=row["abbreviation"],
        group=groups[row["group"]],
        aliases=semicolon_list(row["aliases"]),
        active=row["active"] == "yes",
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        successors=semicolon_list(row["successors"]),
        within=row["within"] or None,
        contact_name=row["contact_name"],
        email=row["email"],
        phone=restored_telephone(row["phone"]),
        verified=Verification(row["verified"]),
        source=row["source"],
        note=row["note"],
    )


def semicolon_list(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several values, with semicolons between them."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
