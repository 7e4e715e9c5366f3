"""The styles of .xls and .xlsb that change how a value is understood, by their index."""

import re
import struct
from collections.abc import Iterable, Sequence

from pipeline.intake.formats.cell_style import CellStyle, meaningful_styles
from pipeline.intake.shown.number_format import BUILT_IN

# record types of BIFF8 and BIFF12
_FONT, _XF, _FORMAT = 0x31, 0xE0, 0x41E
_FONT_12, _FORMAT_12, _XF_12, _CELL_STYLES_12, _END_CELL_STYLES_12 = 43, 44, 47, 617, 618
#: Index that no font of BIFF8 has.
_NO_FONT = 4
#: Formats below this are Excel's own; a reader takes some of them for dates whatever a file says of them.
_FIRST_CUSTOM = 164
#: Excel's own formats for a plain number, a date with its time, and a time beyond a day.
_NUMBER, _MOMENT, _ELAPSED = 0, 22, 46
_ELAPSED_MARK = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
#: Quoted words, escaped letters, blanks of a letter's width, what fills a cell, colours and conditions.
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PARTS_OF_A_DATE = re.compile(r"[dmyhs]", re.IGNORECASE)


def xls_styles(records: Iterable[tuple[int, bytes]]) -> dict[int, CellStyle]:
    """Return the styles of an .xls that change how a value is understood, by index, from type and content of its records.

    Raises: struct.error, IndexError for records that are cut short.
    """
    fonts: list[str] = []
    formats: dict[int, str] = {}
    styles: list[tuple[int, int]] = []
    for kind, record in records:
        if kind == _FONT:
            fonts.append(_short_text(record, 14))
            if len(fonts) == _NO_FONT:
                fonts.append("")
        elif kind == _FORMAT:
            formats[struct.unpack_from("<H", record)[0]] = _long_text(record, 2)
        elif kind == _XF:
            font, number_format = struct.unpack_from("<HH", record)
            styles.append((number_format, font))
    return _styles(styles, formats, fonts)


def format_codes(records: Iterable[tuple[int, bytes]], *, wide: bool) -> dict[int, str]:
    """Return the number formats that an .xls defines, by their number; `wide` is whether it is of Excel 97 or later.

    Raises: struct.error for records that are cut short.
    """
    codes = {}
    for kind, record in records:
        if kind == _FORMAT:
            code = _long_text(record, 2) if wide else record[3 : 3 + record[2]].decode("latin-1")
            codes[struct.unpack_from("<H", record)[0]] = code
    return codes


def unmistakable_format(number: int, code: str) -> int:
    """Return the number of the format under which a reader takes a value as the code of its own shows it."""
    if number >= _FIRST_CUSTOM:
        return number
    if _ELAPSED_MARK.search(code):
        return _ELAPSED
    bare = _ASIDE.sub("", code).partition(";")[0]
    if "general" in bare.lower() or not _PARTS_OF_A_DATE.search(bare):
        return _NUMBER
    return _MOMENT


def xlsb_styles(records: Iterable[tuple[int, bytes]]) -> dict[int, CellStyle]:
    """Return the same of an .xlsb, from type and content of the records of its part of styles.

    Raises: struct.error for records that are cut short.
    """
    fonts: list[str] = []
    formats: dict[int, str] = {}
    styles: list[tuple[int, int]] = []
    of_cells = False
    for kind, record in records:
        if kind in {_CELL_STYLES_12, _END_CELL_STYLES_12}:
            of_cells = kind == _CELL_STYLES_12
        elif kind == _FONT_12:
            fonts.append(_wide_text(record, 21))
        elif kind == _FORMAT_12:
            formats[struct.unpack_from("<H", record)[0]] = _wide_text(record, 2)
        elif kind == _XF_12 and of_cells:
            number_format, font = struct.unpack_from("<HH", record, 2)
            styles.append((number_format, font))
    return _styles(styles, formats, fonts)


def _styles(styles: Iterable[tuple[int, int]], formats: dict[int, str], fonts: Sequence[str]) -> dict[int, CellStyle]:
    formats = BUILT_IN | formats
    return meaningful_styles(
        (formats.get(number_format, ""), fonts[font] if font < len(fonts) else "") for number_format, font in styles
    )


def _short_text(record: bytes, at: int) -> str:
    return _letters(record, at + 2, record[at], wide=record[at + 1] & 1)


def _long_text(record: bytes, at: int) -> str:
    length, flags = struct.unpack_from("<HB", record, at)
    return _letters(record, at + 3, length, wide=flags & 1)


def _wide_text(record: bytes, at: int) -> str:
    return _letters(record, at + 4, struct.unpack_from("<I", record, at)[0], wide=1)


def _letters(record: bytes, at: int, length: int, *, wide: int) -> str:
    raw = record[at : at + length * (1 + wide)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")
