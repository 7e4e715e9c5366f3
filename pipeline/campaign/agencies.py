"""The register: the agencies that report and the bodies that only coordinate."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: Begins the sentence of a note that names contacts taken from returns or lists; whoever confirms them deletes it.
UNCONFIRMED = "Liên hệ chưa xác nhận"
#: How a mail address is called in such a sentence.
ADDRESS = "thư điện tử"
_UNCONFIRMED_ADDRESS = re.compile(f"{UNCONFIRMED}: [^(]*{ADDRESS}")


class Group(StrEnum):
    """Groups of agencies (khối), in the order in which every table shows them.

    Source: article 3.1 of the decision names those that report.
    """

    DEPARTMENTS = "departments"
    COMMUNES = "communes"
    PUBLIC_SERVICE_UNITS = "public_service_units"
    STATE_ENTERPRISES = "state_enterprises"
    #: Party bodies, unions and others that only coordinate: they get no template and do not report.
    OTHER_BODIES = "other_bodies"

    @property
    def label(self) -> str:
        """Return the Vietnamese name as it stands inside a sentence."""
        return {
            "departments": "sở, ban, ngành",
            "communes": "Ủy ban nhân dân cấp xã",
            "public_service_units": "đơn vị sự nghiệp công lập",
            "state_enterprises": "doanh nghiệp nhà nước",
            "other_bodies": "cơ quan khác",
        }[self.value]

    @property
    def title(self) -> str:  # type: ignore[override]  # str.title is not used on groups
        """Return the Vietnamese name as it stands in a table."""
        return self.label[0].upper() + self.label[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One agency of the register, a row of `agencies.csv`; the order of the file is the order in every table."""

    code: str
    #: Full name as it signs: "UBND phường Lê Chân", "Sở Nội vụ".
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
    contact_name: str = ""
    email: str = ""
    phone: str = ""
    #: Whether the row was checked against documents: yes, partial or no; `source` names them.
    verified: str = "no"
    source: str = ""
    note: str = ""

    @property
    def reports(self) -> bool:
        """Return whether it owes reports."""
        return self.active and self.group is not Group.OTHER_BODIES

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


def parse_agency(row: Mapping[str, str]) -> Agency:
    """Return one row of `agencies.csv`, which its schema has accepted."""
    return Agency(
        code=row["code"],
        name=row["name"],
        abbreviation=row["abbreviation"],
        group=Group(row["group"]),
        aliases=semicolon_list(row["aliases"]),
        active=row["active"] == "yes",
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        successors=semicolon_list(row["successors"]),
        contact_name=row["contact_name"],
        email=row["email"],
        phone=row["phone"],
        verified=row["verified"],
        source=row["source"],
        note=row["note"],
    )


def semicolon_list(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several values, with semicolons between them."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
