"""An .xlsx package made narrow: the parts that hold cells, checked, under fixed names, and nothing else."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from xml.etree import ElementTree as ET

from pipeline.intake.formats.cell_style import telling_styles
from pipeline.intake.formats.limits import Limits, Rejection, damaged, too_large, unsafe
from pipeline.intake.formats.relationships import local_name, main_part, relation_id, relations, tree
from pipeline.intake.formats.sheet_facts import SheetFacts
from pipeline.intake.formats.string_items import are_plain_items
from pipeline.intake.formats.xlsx_sheet import sheet_facts
from pipeline.intake.formats.xml import ATTRIBUTES, PREFIX, plain_xml
from pipeline.intake.formats.zip_package import stored_package
from pipeline.text import clean_text

_STRING_START = re.compile(rb"<" + PREFIX + rb"si[\s/>]")
_STRINGS_TAG = re.compile(rb"\s*<" + PREFIX + rb"sst" + ATTRIBUTES + rb"\s*/?>")
_DECLARED_COUNT = re.compile(rb"""\s(?:uniqueC|c)ount\s*=\s*["']([^"']*)["']""")
_TRUE = {"1", "true", "on"}

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ROOT_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrowWorkbook:
    """A workbook that passed the gate: `content` is a small .xlsx that both readers may be given."""

    content: bytes
    #: Sheets in order by (clean) name; None for one that is not wanted or holds no cells, such as a chart.
    sheets: Mapping[str, SheetFacts | None]

    @property
    def worksheets(self) -> tuple[SheetFacts, ...]:
        """Return the sheets of the narrow package in order: those with cells, then one for the far cells of each."""
        return _worksheets(self.sheets)


def narrow_workbook(
    parts: Mapping[str, bytes], limits: Limits, wanted: Callable[[str], bool]
) -> NarrowWorkbook | Rejection:
    """Return the narrow workbook of a package's verified parts, of the sheets whose names are wanted; or why it is refused."""
    by_name = {name.replace("\\", "/").lower(): data for name, data in parts.items()}
    main = main_part(by_name)
    related, book = relations(by_name, main), tree(by_name, main)
    if related is None or book is None:
        return damaged("thiếu phần mô tả sổ làm việc")
    shared = _counted_part(by_name, related, "sharedStrings", limits)
    styles = _counted_part(by_name, related, "styles", limits)
    targets = _sheet_targets(book, related, limits)
    if isinstance(shared, Rejection):
        return shared
    if isinstance(styles, Rejection):
        return styles
    if isinstance(targets, Rejection):
        return targets
    strings = len(_STRING_START.findall(shared))
    read = partial(sheet_facts, strings=strings, limits=limits, styles=telling_styles(styles))
    sheets: dict[str, SheetFacts | None] = {}
    for name, target in targets.items():
        facts = _facts(by_name, target, name, read) if target is not None and wanted(name) else None
        if isinstance(facts, Rejection):
            return facts
        sheets[name] = facts
    return NarrowWorkbook(
        content=_written(_worksheets(sheets), shared=shared, styles=styles, epoch_1904=_epoch_1904(book)),
        sheets=sheets,
    )


def _worksheets(sheets: Mapping[str, SheetFacts | None]) -> tuple[SheetFacts, ...]:
    own = [facts for facts in sheets.values() if facts is not None]
    return (*own, *(facts.apart for facts in own if facts.apart is not None))


def _sheet_targets(
    book: ET.Element, related: Mapping[str, tuple[str, str]], limits: Limits
) -> dict[str, str | None] | Rejection:
    """Return the part of each sheet by its clean name; None for a sheet that holds no cells."""
    listed = [element for element in book.iter() if local_name(element) == "sheet"]
    if len(listed) > limits.sheets:
        return too_large(f"{limits.sheets} trang", str(len(listed)))
    targets: dict[str, str | None] = {}
    for element in listed:
        name = clean_text(element.get("name", ""))
        if name in targets:
            return unsafe(f"có hai trang cùng tên «{name}»")
        kind, target = related.get(relation_id(element), ("", ""))
        targets[name] = target if kind == "worksheet" else None
    return targets


def _facts(
    parts: Mapping[str, bytes], target: str, name: str, read: Callable[[bytes, str], SheetFacts | Rejection]
) -> SheetFacts | Rejection:
    return read(parts[target], name) if target in parts else damaged(f"thiếu phần của trang «{name}»")


def _counted_part(
    parts: Mapping[str, bytes], related: Mapping[str, tuple[str, str]], kind: str, limits: Limits
) -> bytes | Rejection:
    """Return the part of a kind, b"" where there is none; calamine makes room for as many entries as it declares."""
    data = _related_part(parts, related, kind)
    xml = b"" if data is None else plain_xml(data, kind)
    if isinstance(xml, Rejection):
        return xml
    # in the table of strings a text may say anything, so there only the first tag is asked
    first = _STRINGS_TAG.match(xml)
    if kind == "sharedStrings" and xml and first is None:
        return unsafe("khai báo số lượng không hợp lý")
    for count in _DECLARED_COUNT.findall(xml if first is None else first[0]):
        if not (count.isdigit() and len(count) < 10 and int(count) <= limits.declared):
            return unsafe("khai báo số lượng không hợp lý")
    if kind == "sharedStrings" and first is not None and not are_plain_items(xml[first.end() :]):
        return unsafe("bảng chữ dùng chung sai cấu trúc")
    return xml


def _related_part(parts: Mapping[str, bytes], related: Mapping[str, tuple[str, str]], kind: str) -> bytes | None:
    return next((parts[target] for found, target in related.values() if found == kind and target in parts), None)


def _epoch_1904(book: ET.Element) -> bool:
    return any(
        local_name(element) == "workbookPr" and element.get("date1904", "").lower() in _TRUE for element in book.iter()
    )


def _written(worksheets: Sequence[SheetFacts], *, shared: bytes, styles: bytes, epoch_1904: bool) -> bytes:
    """Return the narrow package; its sheets are told by their order."""
    own = [
        ("worksheet", f"worksheets/sheet{number}.xml", facts.xml) for number, facts in enumerate(worksheets, start=1)
    ]
    own += [("sharedStrings", "sharedStrings.xml", shared)] if shared else []
    own += [("styles", "styles.xml", styles)] if styles else []
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target, _) in enumerate(own, start=1)
    )
    types = "".join(
        f'<Override PartName="/xl/{target}" ContentType="{_CONTENT}.{kind}+xml"/>' for kind, target, _ in own
    )
    listed = "".join(
        f'<sheet name="S{number}" sheetId="{number}" r:id="rId{number}"/>' for number in range(1, len(worksheets) + 1)
    )
    return stored_package(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{_PACKAGE}/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{_CONTENT}.sheet.main+xml"/>{types}</Types>'
            ).encode(),
            "_rels/.rels": _ROOT_RELATIONS,
            "xl/workbook.xml": (
                f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(epoch_1904)}"/>'
                f"<sheets>{listed}</sheets></workbook>"
            ).encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'.encode(),
            **{f"xl/{target}": data for _, target, data in own},
        }
    )
