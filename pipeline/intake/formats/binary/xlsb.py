"""The .xlsb reader: calamine gives the values; errors, formulas, merged cells and implausible cells are found here."""

import struct
from collections.abc import Callable, Mapping
from dataclasses import replace

from pipeline.intake.formats.binary.binary_styles import xlsb_styles
from pipeline.intake.formats.binary.nearer import NearerPlaces, apart, nearer_places
from pipeline.intake.formats.binary.xls import ERRORS, SOME_FORMULA
from pipeline.intake.formats.binary.xlsb_decorations import struck_through, with_decorations
from pipeline.intake.formats.binary.xlsb_records import (
    BLANK,
    CELLS,
    ROW,
    brought_nearer,
    narrow_package,
    records,
    usual_cells,
)
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.kinds import Container
from pipeline.intake.formats.limits import Limits, RefusedError, accepted, format_not_read, unsafe
from pipeline.intake.formats.readers import Grid, calamine_grids
from pipeline.intake.formats.relationships import main_part, relations
from pipeline.intake.formats.sheet_facts import LAST_COLUMN, LAST_ROW, SheetFacts, SheetNotes, check_names
from pipeline.intake.formats.workbook import RawSheet, RawWorkbook, package_workbook, raw_sheet, without_empty_results
from pipeline.text import clean_text

# record types of BIFF12
_ERROR, _FORMULA_TEXT, _FORMULA_ERROR, _SHEET, _STRINGS, _MERGED = 3, 8, 11, 156, 159, 176
_FORMULAS = range(8, 12)
_BROKEN = format_not_read("Excel nhị phân (.xlsb), cấu trúc bên trong lạ")


def read(container: Container, limits: Limits, is_read: Callable[[str], bool]) -> RawWorkbook:
    """Return the workbook of an .xlsb.

    Its reader is given a narrow package made anew: the parts that hold cells, checked, under fixed names, each record in
    the usual form, and nothing else.

    Raises: RefusedError.
    """
    parts = container.by_name
    main = main_part(parts)
    related = relations(parts, main)
    if related is None or main not in parts:
        raise RefusedError(_BROKEN)
    try:
        strings, styles_part = (_part_of_kind(parts, related, kind) for kind in ("sharedStrings", "styles"))
        for kind, record in records(strings):
            if kind == _STRINGS and max(struct.unpack_from("<2I", record)) > limits.declared:
                raise RefusedError(unsafe("khai báo số lượng không hợp lý"))
        styles, strikes = xlsb_styles(records(styles_part)), struck_through(styles_part, strings)
        targets = _sheet_targets(parts[main], related, limits)
        facts, narrow = {}, {}
        for name, target in targets.items():
            if target is not None and is_read(name):
                part = usual_cells(parts.get(target, b""))
                sheet = _sheet(part, SheetNotes(name, limits), styles)
                facts[name] = with_decorations(sheet, part, strikes, parts, target)
                narrow[name] = part
        nearer = {name: nearer_places(of_sheet) for name, of_sheet in facts.items()}
        package = narrow_package(
            [brought_nearer(part, nearer[name]) for name, part in narrow.items()],
            strings=strings,
            styles=styles_part,
            book=parts[main],
        )
    except (struct.error, IndexError) as error:
        raise RefusedError(_BROKEN) from error
    grids = dict(zip(facts, accepted(calamine_grids(package)), strict=True)) if facts else {}
    sheets = tuple(
        RawSheet(name=name, origin=(0, 0), rows=())
        if name not in grids
        else _raw_sheet(name, grids[name], facts[name], nearer[name])
        for name in targets
    )
    return package_workbook(container, sheets, facts.values())


def _raw_sheet(name: str, grid: Grid, facts: SheetFacts, nearer: NearerPlaces) -> RawSheet:
    near, far = apart(grid, nearer)
    return without_empty_results(replace(raw_sheet(name, near, facts), far=far), facts.text_results)


def _part_of_kind(parts: Mapping[str, bytes], related: Mapping[str, tuple[str, str]], kind: str) -> bytes:
    return next((parts[part] for of_kind, part in related.values() if of_kind == kind and part in parts), b"")


def _sheet_targets(book: bytes, related: Mapping[str, tuple[str, str]], limits: Limits) -> dict[str, str | None]:
    """Return the part of each sheet by its clean name; None for a sheet that holds no cells."""
    bundles = [_relation_and_name(record) for kind, record in records(book) if kind == _SHEET]
    check_names([name for _, name in bundles], limits)
    targets = (related.get(relation, ("", "")) for relation, _ in bundles)
    return {
        name: part if kind == "worksheet" else None for (_, name), (kind, part) in zip(bundles, targets, strict=True)
    }


def _sheet(part: bytes, notes: SheetNotes, styles: Mapping[int, CellStyle]) -> SheetFacts:
    row = 0
    for kind, record in records(part):
        if kind == ROW:
            row = struct.unpack_from("<I", record)[0]
        elif kind in CELLS:
            _note_cell(kind, record, row, notes, styles)
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            if not (top <= bottom <= LAST_ROW and left <= right <= LAST_COLUMN):
                raise RefusedError(_BROKEN)
            notes.merge((top, left, bottom, right))
    return notes.facts()


def _note_cell(kind: int, record: bytes, row: int, notes: SheetNotes, styles: Mapping[int, CellStyle]) -> None:
    column, style = struct.unpack_from("<II", record)
    address, index = (row, column), style & 0xFFFFFF
    if row > LAST_ROW or column > LAST_COLUMN:
        raise RefusedError(unsafe(f"trang «{notes.sheet}»: địa chỉ ô vượt giới hạn của Excel"))
    if kind != BLANK:
        notes.fill(*address)
    if kind in {_ERROR, _FORMULA_ERROR}:
        notes.errors[address] = ERRORS.get(record[8], "#ERROR!")
    if index in styles:
        notes.styles[address] = styles[index]
    if kind in _FORMULAS:
        notes.formulas[address] = SOME_FORMULA
    if kind == _FORMULA_TEXT:
        notes.text_results.add(address)


def _relation_and_name(record: bytes) -> tuple[str, str]:
    """Return relation and name of a sheet."""
    texts, at = [], 8
    for _ in range(2):
        length = struct.unpack_from("<I", record, at)[0]
        texts.append(record[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace"))
        at += 4 + 2 * length
    return texts[0], clean_text(texts[1])
