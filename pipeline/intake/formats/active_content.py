"""Active content of a workbook: macros, links to other files, DDE. It is noted, never run or followed."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from pipeline.intake.formats.relationships import local_name, tree
from pipeline.text import clean_text

#: A formula that takes its value from another program: cmd|'/c calc'!A0, and the function that LibreOffice has for it.
_DDE_FORMULA = re.compile(r"\w\|(?:'[^']*'|[\w.]+)!|(?<![\w.])DDE\(", re.IGNORECASE)
_LINK_PARTS = re.compile(r"(?:^|/)externallinks/_rels/[^/]*\.rels$")
_LINKED_TABLE = re.compile(rb"""<table:table-source[^>]*?xlink:href="([^"]*)\"""")
_LINKED_FORMULA = re.compile(r"'(file:///[^']*)'#")
_MACRO_SHEET = re.compile(rb"relationships/xl(?:Intl)?Macrosheet\b", re.IGNORECASE)
#: Links are named in a sentence, and a sentence is short.
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveContent:
    """The active content of one workbook."""

    macros: bool = False
    #: The other files that formulas or tables take values from, as the workbook names them; "" where it does not.
    links: tuple[str, ...] = ()
    dde: bool = False


def package_activity(by_name: Mapping[str, bytes], formulas: Iterable[str]) -> ActiveContent:
    """Return what an .xlsx, .xlsb or .ods package could do, by its parts (`Container.by_name`) and the formulas of its sheets."""
    noted = list(formulas)
    content = by_name.get("content.xml", b"")
    links = [target for name in sorted(by_name) if _LINK_PARTS.search(name) for target in _targets(by_name, name)]
    links += [unquote(target.decode("utf-8", "replace")) for target in _LINKED_TABLE.findall(content)]
    links += [unquote(target) for formula in noted if "file:" in formula for target in _LINKED_FORMULA.findall(formula)]
    external = [data for name, data in by_name.items() if "externallinks/external" in name]
    if not links and any(b"<ddeLink" not in data for data in external):
        links = [""]
    return ActiveContent(
        macros=any(map(_holds_macros, by_name, by_name.values())),
        links=tuple(dict.fromkeys(map(clean_text, links))),
        dde=any(b"ddeLink" in data for data in external)
        or b"<table:dde-link" in content
        # a form has hundreds of formulas, and hardly one of them has what all these have
        or any(_DDE_FORMULA.search(formula) for formula in noted if "|" in formula or "dde(" in formula.lower()),
    )


def _holds_macros(part: str, data: bytes) -> bool:
    """Return whether a part holds macros or names a sheet of them, as Excel 4 has them."""
    if part.endswith("vbaproject.bin") or part.startswith(("basic/", "scripts/")) or "macrosheets/" in part:
        return True
    return part.endswith(".rels") and _MACRO_SHEET.search(data) is not None


def compound_activity(streams: Collection[str], books: Iterable[bytes]) -> ActiveContent:
    """Return what an .xls could do, by the names of its streams and its records of other workbooks."""
    named = [book for book in books if len(book) > 4]
    # the name of a source of DDE is program and topic with this mark between them
    dde = [b"\x03" in book[4:] and book[:2] == b"\x00\x00" for book in named]
    return ActiveContent(
        macros="_VBA_PROJECT" in streams,
        links=("",) if not all(dde) else (),
        dde=any(dde),
    )


def named_links(links: tuple[str, ...]) -> str:
    """Return the files that a workbook is linked to as a sentence names them, the first three by name."""
    named = [link for link in links if link][:_NAMED]
    more = len(links) - len(named)
    if not named:
        return "không rõ tên"
    return ", ".join(named) + (f" và {more} tệp khác" if more else "")


def _targets(parts: Mapping[str, bytes], name: str) -> list[str]:
    relationships = tree(parts, name)
    if relationships is None:
        return [""]
    return [unquote(element.get("Target", "")) for element in relationships if local_name(element) == "Relationship"]
