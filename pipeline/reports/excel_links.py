"""Links from a record to the file behind it, at the very cell."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from xlsxwriter.url import Url

from pipeline.forms.schema import Schemas
from pipeline.intake.inbox import ReceivedFile
from pipeline.reports.excel_table import Link

#: Where the inbox lies as seen from `outbox/<round>/`, in the layout of a project folder.
INBOX = "../../inbox"
_SHOWN = "Mở"
#: Longer addresses are refused by Excel.
_LONGEST = 2_000
#: As Excel writes addresses: letters of other languages as they are, since Windows reads %-escapes of them by its code page.
_UNSAFE = re.compile(r"[^\w.~/()\-\u0080-\U0010ffff]")


class FileLink(Url):
    """A relative link to a file, with slashes, which every program reads; xlsxwriter would write backslashes."""

    def __init__(self, target: str, place: str | None) -> None:
        """Point to a file, and to a place in it where there is one."""
        self.address = f"external:{target}#{place}" if place else f"external:{target}"
        super().__init__(self.address)
        self.text = _SHOWN

    def _target(self) -> str:
        return super()._target().replace("\\", "/")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLinks:
    """The files of the inbox that may be opened by a click: those that were recognised as workbooks of an agency."""

    #: Address of the file, or of the archive around it, by the file's path.
    addresses: Mapping[str, str]
    #: The sheets of the form; no other name comes into a link.
    sheets: frozenset[str]

    def link(self, file: object, sheet: object = None, cell: object = None) -> Link | None:
        """Return the link to a cell of a file, to the archive around it, or None where there is nothing to open."""
        address = self.addresses.get(file) if isinstance(file, str) else None
        if address is None:
            return None
        placed = sheet in self.sheets and isinstance(cell, str) and cell.isalnum() and not address.endswith(".zip")
        return Link(FileLink(address, f"'{sheet}'!{cell}" if placed else None), _SHOWN)

    def links(self, files: Iterable[object], sheets: Iterable[object], cells: Iterable[object]) -> list[Link | None]:
        """Return one link a record."""
        return [self.link(*place) for place in zip(files, sheets, cells, strict=True)]


def source_links(files: Sequence[ReceivedFile], schemas: Schemas, inbox: str | None) -> SourceLinks:
    """Return the links to the files of an inbox, a folder as seen from the report; None: no links."""
    listed = {file.path for file in files}
    addresses = {}
    for file in files:
        archive = file.path.split("!/")[0]
        address = f"{inbox}/{_address(archive if archive in listed else file.path)}"
        if inbox is not None and file.identity is not None and len(address) <= _LONGEST:
            addresses[file.path] = address
    forms = (schemas.report, schemas.indicators, schemas.models, schemas.proposals)
    return SourceLinks(addresses=addresses, sheets=frozenset(schema.sheet for schema in forms))


def _address(path: str) -> str:
    return _UNSAFE.sub(lambda found: quote(found[0]), path)
