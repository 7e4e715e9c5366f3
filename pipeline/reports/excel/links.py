"""Links from a record to the file behind it.

The file only, not the cell: a place inside another file is read differently by Excel, LibreOffice and WPS, and sheet and
cell stand beside the link.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from xlsxwriter.url import Url

from pipeline.intake.received import ReceivedFile
from pipeline.reports.excel.table import Link

#: Where the inbox lies as seen from `outbox/<campaign>/<round>/`, in the layout of a project folder.
INBOX = "../../../inbox"
_SHOWN = "Mở"
#: Longer addresses are refused by Excel.
_LONGEST = 2_000
#: As Excel writes addresses: letters of other languages as they are, since Windows reads %-escapes of them by its code page.
_UNSAFE = re.compile(r"[^\w.~/()\-\u0080-\U0010ffff]")


class FileLink(Url):
    """A relative link to a file, with slashes, which every program reads; xlsxwriter would write backslashes."""

    def __init__(self, address: str) -> None:
        """Point to an address that is encoded already."""
        self.address = f"external:{address}"
        super().__init__(self.address)
        self.text = _SHOWN

    def _target(self) -> str:
        return super()._target().replace("\\", "/")


@dataclass(frozen=True, slots=True)
class SourceLinks:
    """The files of the inbox that may be opened by a click: those that were recognised as workbooks of an agency."""

    #: Address of the file, or of the archive around it, by the file's path.
    addresses: dict[str, str] = field(default_factory=dict)

    def links(self, files: Iterable[object]) -> list[Link | None]:
        """Return the link to each file, None where there is nothing to open."""
        addresses = (self.addresses.get(file) if isinstance(file, str) else None for file in files)
        return [None if address is None else Link(FileLink(address), _SHOWN) for address in addresses]


def source_links(files: Sequence[ReceivedFile], inbox: str | None) -> SourceLinks:
    """Return the links to the files of an inbox, a folder as seen from the report; None: no links."""
    if inbox is None:
        return SourceLinks()
    paths = {file.path for file in files}
    addresses = {}
    for file in files:
        archive = file.path.split("!/")[0]
        address = f"{inbox}/{_address(archive if archive in paths else file.path)}"
        if file.identity is not None and len(address) <= _LONGEST:
            addresses[file.path] = address
    return SourceLinks(addresses)


def _address(path: str) -> str:
    return _UNSAFE.sub(lambda match: quote(match[0]), path)
