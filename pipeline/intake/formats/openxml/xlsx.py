"""The .xlsx reader."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

from pipeline.intake.formats.cell_style import xlsx_styles
from pipeline.intake.formats.kinds import Container
from pipeline.intake.formats.limits import Limits, RefusedError, Rejection, accepted, damaged, format_not_read, unsafe
from pipeline.intake.formats.openxml.overlays import links, overlays
from pipeline.intake.formats.openxml.rich_values import picture_values
from pipeline.intake.formats.openxml.struck_texts import striking_styles, struck_items
from pipeline.intake.formats.openxml.xlsx_cells import Book, are_plain_items
from pipeline.intake.formats.openxml.xlsx_sheet import sheet_facts
from pipeline.intake.formats.readers import UNREADABLE, Grid, calamine_grids, openpyxl_grids
from pipeline.intake.formats.relationships import local_name, main_part, relation_id, relations, tree
from pipeline.intake.formats.sheet_facts import SheetFacts, check_names
from pipeline.intake.formats.workbook import RawSheet, RawWorkbook, package_workbook, raw_sheet
from pipeline.intake.formats.xml import ATTRIBUTES, PREFIX, is_well_formed, plain_xml
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


def read(container: Container, limits: Limits, is_read: Callable[[str], bool]) -> RawWorkbook:
    """Return the workbook of an .xlsx package.

    Readers are given a narrow package made anew: the parts that hold cells, checked, under fixed names, and nothing else.

    Raises: RefusedError.
    """
    parts = container.by_name
    main = main_part(parts)
    related, listing = relations(parts, main), tree(parts, main)
    if related is None or listing is None:
        raise RefusedError(damaged("thiếu phần mô tả sổ làm việc"))
    shared = _counted_part(parts, related, "sharedStrings", limits)
    styles = _counted_part(parts, related, "styles", limits)
    book = Book(
        strings=len(_STRING_START.findall(shared)),
        styles=xlsx_styles(styles),
        struck=struck_items(shared),
        striking=striking_styles(styles),
        pictures=picture_values(parts, main.rpartition("/")[0]),
    )
    sheets: dict[str, SheetFacts | None] = {}
    for name, target in _sheet_targets(listing, related, limits).items():
        if target is None or not is_read(name):
            sheets[name] = None
        elif target in parts:
            facts = sheet_facts(parts[target], name, book=book, limits=limits)
            sheets[name] = _with_what_lies_over(facts, parts, target)
        else:
            raise RefusedError(damaged(f"thiếu phần của trang «{name}»"))
    own = [facts for facts in sheets.values() if facts is not None]
    # the sheets in their order, then one for the far cells of each that has some, in the same order
    worksheets = [*own, *(facts.apart for facts in own if facts.apart is not None)]
    narrow = _narrow_package(worksheets, shared=shared, styles=styles, epoch_1904=_epoch_1904(listing))
    grids = _grids(narrow, worksheets, limits)
    near, far = iter(grids), iter(grids[len(own) :])
    raw_sheets = tuple(
        RawSheet(name=name, origin=(0, 0), rows=())
        if facts is None
        else raw_sheet(name, next(near), facts, next(far) if facts.apart is not None else None)
        for name, facts in sheets.items()
    )
    return package_workbook(container, raw_sheets, own)


def _with_what_lies_over(facts: SheetFacts, parts: Mapping[str, bytes], target: str) -> SheetFacts:
    """Return the facts of a sheet with its links, pictures, text boxes and embedded documents, of which few sheets have any."""
    folder, _, name = target.rpartition("/")
    if f"{folder}/_rels/{name}.rels" not in parts or not is_well_formed(facts.tail):
        return facts
    tail = ET.fromstring(facts.tail)  # noqa: S314  # plain XML
    decorations = dict(facts.decorations)
    for address, link in links(parts, target, tail).items():
        decorations[address] = replace(decorations.get(address, link), link=link.link)
    return replace(facts, decorations=decorations, overlays=overlays(parts, target, tail))


def _grids(narrow: bytes, worksheets: Sequence[SheetFacts], limits: Limits) -> tuple[Grid, ...]:
    """Return what calamine reads; where it fails what openpyxl reads, which is slow and reads small files only."""
    grids = calamine_grids(narrow)
    if not isinstance(grids, Rejection) and len(grids) == len(worksheets):
        return grids
    if sum(facts.cells + facts.box_size for facts in worksheets) > limits.second_reader:
        raise RefusedError(UNREADABLE)
    return accepted(openpyxl_grids(narrow, [facts.box for facts in worksheets]))


def _sheet_targets(root: ET.Element, related: Mapping[str, tuple[str, str]], limits: Limits) -> dict[str, str | None]:
    """Return the part of each sheet by its clean name; None for a sheet that holds no cells."""
    elements = [element for element in root.iter() if local_name(element) == "sheet"]
    names = [clean_text(element.get("name", "")) for element in elements]
    check_names(names, limits)
    targets = (related.get(relation_id(element), ("", "")) for element in elements)
    return {name: target if kind == "worksheet" else None for name, (kind, target) in zip(names, targets, strict=True)}


def _counted_part(
    parts: Mapping[str, bytes], related: Mapping[str, tuple[str, str]], kind: str, limits: Limits
) -> bytes:
    """Return the part of a kind, b"" where there is none; calamine makes room for as many entries as it declares."""
    data = next((parts[part] for of_kind, part in related.values() if of_kind == kind and part in parts), None)
    xml = b"" if data is None else accepted(plain_xml(data, kind))
    # in the table of strings any text may stand, so there only the first tag is looked at
    first = _STRINGS_TAG.match(xml)
    if kind == "sharedStrings" and xml and first is None:
        raise RefusedError(unsafe("khai báo số lượng không hợp lý"))
    for count in _DECLARED_COUNT.findall(xml if first is None else first[0]):
        if not (count.isdigit() and len(count) < 10 and int(count) <= limits.declared):
            raise RefusedError(unsafe("khai báo số lượng không hợp lý"))
    if kind == "sharedStrings" and first is not None and not are_plain_items(xml[first.end() :]):
        raise RefusedError(format_not_read("bảng chữ dùng chung ghi theo cách lạ"))
    return xml


def _epoch_1904(root: ET.Element) -> bool:
    return any(
        local_name(element) == "workbookPr" and element.get("date1904", "").lower() in _TRUE for element in root.iter()
    )


def _narrow_package(worksheets: Sequence[SheetFacts], *, shared: bytes, styles: bytes, epoch_1904: bool) -> bytes:
    """Return the narrow package; its sheets are known by their order."""
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
    sheets = "".join(
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
                f"<sheets>{sheets}</sheets></workbook>"
            ).encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'.encode(),
            **{f"xl/{target}": data for _, target, data in own},
        }
    )
