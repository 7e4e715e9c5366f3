"""What people see on a sheet of an .xlsb besides its values: words struck through, links, and what its drawing holds."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.etree import ElementTree as ET

from pipeline.intake.formats.binary.xlsb_records import records
from pipeline.intake.formats.decoration import Decoration, Strikes
from pipeline.intake.formats.openxml.overlays import overlays
from pipeline.intake.formats.relationships import outside_targets
from pipeline.intake.formats.sheet_facts import Address, SheetFacts

# record types of BIFF12
_ROW, _STRING_CELL, _STRING, _FONT, _STYLE, _STYLES, _STYLES_END, _LINK = 0, 7, 19, 43, 47, 617, 618, 494
_CELLS = range(1, 12)
_STRIKEOUT, _RICH = 0x08, 0x01
_MOST_LINKED = 100


def struck_through(styles_part: bytes, strings: bytes) -> Strikes:
    """Return what a workbook strikes through; parts that are cut short say nothing of it."""
    try:
        fonts: list[bool] = []
        styles: list[int] = []
        of_cells = False
        for kind, record in records(styles_part):
            if kind in {_STYLES, _STYLES_END}:
                of_cells = kind == _STYLES
            elif kind == _FONT:
                fonts.append(bool(struct.unpack_from("<H", record, 2)[0] & _STRIKEOUT))
            elif kind == _STYLE and of_cells:
                styles.append(struct.unpack_from("<H", record, 4)[0])
        struck_fonts = frozenset(index for index, is_struck in enumerate(fonts) if is_struck)
        if not struck_fonts:
            return Strikes()
        return Strikes(
            styles=frozenset(index for index, font in enumerate(styles) if font in struck_fonts),
            strings=dict(_struck_strings(strings, struck_fonts)),
        )
    except (struct.error, IndexError):
        return Strikes()


def with_decorations(
    facts: SheetFacts, sheet: bytes, strikes: Strikes, parts: Mapping[str, bytes], target: str
) -> SheetFacts:
    """Return the facts of a sheet with what is seen on it besides values; `target` is the name of its part."""
    try:
        decorations = dict(_struck_cells(sheet, strikes))
        links = dict(_links(sheet, outside_targets(parts, target)))
    except (struct.error, IndexError):
        return facts
    for address, link in links.items():
        decorations[address] = replace(decorations.get(address, Decoration()), link=link)
    return replace(facts, decorations=decorations, overlays=overlays(parts, target, ET.Element("none")))


def _struck_strings(strings: bytes, fonts: frozenset[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    items = (record for kind, record in records(strings) if kind == _STRING)
    for index, record in enumerate(items):
        if not record[0] & _RICH:
            continue
        length = struct.unpack_from("<I", record, 1)[0]
        at = 5 + 2 * length
        text = record[5:at].decode("utf-16-le", "replace")
        count = min(struct.unpack_from("<I", record, at)[0], len(record))
        runs = [struct.unpack_from("<2H", record, at + 4 + 4 * number) for number in range(count)]
        ends = [*(start for start, _ in runs[1:]), len(text)]
        words = (text[start:end].strip() for (start, font), end in zip(runs, ends, strict=False) if font in fonts)
        if struck := tuple(filter(None, words)):
            yield index, struck


def _struck_cells(sheet: bytes, strikes: Strikes) -> Iterator[tuple[Address, Decoration]]:
    row = 0
    for kind, record in records(sheet) if strikes.styles or strikes.strings else ():
        if kind == _ROW:
            row = struct.unpack_from("<I", record)[0]
        elif kind in _CELLS:
            column, style = struct.unpack_from("<2I", record)
            if style & 0xFFFFFF in strikes.styles:
                yield (row, column), Decoration(all_struck=True)
            if kind == _STRING_CELL and (words := strikes.strings.get(struct.unpack_from("<I", record, 8)[0])):
                yield (row, column), Decoration(struck=words)


def _links(sheet: bytes, targets: Mapping[str, str]) -> Iterator[tuple[Address, str]]:
    for kind, record in records(sheet) if targets else ():
        if kind != _LINK:
            continue
        top, bottom, left, right, length = struct.unpack_from("<5I", record)
        target = targets.get(record[20 : 20 + 2 * length].decode("utf-16-le", "replace"), "")
        if target and (bottom - top + 1) * (right - left + 1) <= _MOST_LINKED:
            yield from (((row, column), target) for row in range(top, bottom + 1) for column in range(left, right + 1))
