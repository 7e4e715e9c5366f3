"""The cells of a worksheet's XML in one pass: are they plausible, which hold errors, which hold formulas; and their texts."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from operator import itemgetter

from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.decoration import Area, Decoration
from pipeline.intake.formats.limits import RefusedError, damaged, grouped, too_large, unsafe
from pipeline.intake.formats.openxml.struck_texts import struck_words
from pipeline.intake.formats.sheet_facts import LAST_COLUMN, LAST_ROW, SheetNotes, bounded
from pipeline.intake.formats.xml import ATTRIBUTES, PREFIX

#: Attributes and text of a formula, taken out of the XML beforehand; the mark stays in its place.
Formula = tuple[bytes, bytes]
FORMULA_MARK = b"<f/>"
#: Row, column, type ("" is a number), the value where nothing else stands in the cell, else all that stands in it.
_Cell = tuple[int, int, bytes, bytes, bytes]

#: A cell as Excel, LibreOffice, WPS and xlsxwriter write it.
_USUAL_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]+)")?'
    rb"(?:/>|><v>([^<]*)</v></c>|>((?:[^<]++|<(?!/c>))*+)</c>)"
)
_CELL_STARTS = (b"<c ", b"<c>", b"<c/", b"<c\n", b"<c\r", b"<c\t")
_PREFIXED = re.compile(rb"<[^\s<>/:]+:")
_CELL_START = re.compile(rb"<" + PREFIX + rb"c(?=[\s/>])")
_ROW = re.compile(rb"<" + PREFIX + rb"row((?:\s[^<>]*)?)>")
_ROW_STARTS = (b"<row ", b"<row>", b"<row/", b"<row\n", b"<row\r", b"<row\t")
_USUAL_ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"((?: [A-Za-z0-9:]+="[^"<>]*")*) ?/?>')
_FIRST, _SECOND, _FIRST_TWO = itemgetter(0), itemgetter(1), itemgetter(0, 1)
#: A row's start tag, or a whole cell however it is written.
_TOKEN = re.compile(
    rb"<" + PREFIX + rb"(?:row(" + ATTRIBUTES + rb")\s*/?>"
    rb"|c(" + ATTRIBUTES + rb")\s*(?:/>|>(.*?)</" + PREFIX + rb"c\s*>))",
    re.DOTALL,
)
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})([1-9][0-9]{0,6})["']""")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']([1-9][0-9]{0,6})["']""")
_ANY_ADDRESS = re.compile(rb"\sr\s*=")
_STYLE = re.compile(rb"""\ss\s*=\s*["']([0-9]{1,6})["']""")
_TYPE = re.compile(rb"""\st\s*=\s*["'](\w+)["']""")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_USUAL_FORMULA = re.compile(FORMULA_MARK + rb"(?:<v>([^<]*)</v>)?")
_VALUE = re.compile(rb"<" + PREFIX + rb"v(?:\s[^<>]*)?(?:/>|>([^<]*)</" + PREFIX + rb"v\s*>)")
_VALUE_START = re.compile(rb"<" + PREFIX + rb"v(?=[\s/>])")
_FORMULA_START = re.compile(rb"<" + PREFIX + rb"f(?=[\s/>])")
_EXTENSION = re.compile(rb"<" + PREFIX + rb"extLst[\s>]")
_SHARED = re.compile(rb"""\ssi\s*=\s*["'](\d+)["']""")
#: Formulas that fill an area stand in its first cell only.
_OF_AREA = {b"array", b"dataTable"}
_AREA = re.compile(rb"""\sref\s*=\s*["']([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})["']""")
_NUMBER = re.compile(rb"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\s*")
_INDEX = re.compile(rb"[0-9]{1,7}")
_TRUTH = {b"0", b"1", b"true", b"false"}
_TEXT_TYPES = {b"s", b"str", b"inlineStr"}
_FREE_TYPES = {b"e", b"str", b"d", b"inlineStr"}
#: A formula is only ever quoted, and a quotation is short.
_LONGEST_FORMULA = 400
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def _element(name: bytes, content: bytes) -> bytes:
    """Return the pattern of an element, which may be empty."""
    tag = PREFIX + name
    return rb"<" + tag + ATTRIBUTES + rb"\s*+(?:/>|>" + content + rb"</" + tag + rb"\s*>)"


def _any_of(*elements: bytes) -> bytes:
    return rb"\s*+(?:(?:" + rb"|".join(elements) + rb")\s*+)*+"


#: Texts are taken only as programs write them: of nested ones each reader makes something else.
_TEXT = _element(rb"t", rb"[^<]*+")
#: Fonts of a piece of text: anything but what could be taken for text or for the next item.
_FONTS = _element(rb"rPr", rb"(?:\s++|<(?!/?" + PREFIX + rb"(?:rPr|t|r|rPh|si|is)[\s/>])[^<>]*+>)*+")
_PIECE = _element(rb"r", _any_of(_FONTS, _TEXT))
_PRONUNCIATION = _element(rb"rPh", _any_of(_TEXT)) + rb"|" + _element(rb"phoneticPr", rb"\s*+")
_CONTENT = _any_of(_TEXT, _PIECE, _PRONUNCIATION)
_SHARED_TEXTS = re.compile(_any_of(_element(rb"si", _CONTENT)) + rb"(?:<" + PREFIX + rb"extLst[\s>].*)?", re.DOTALL)
_INLINE_TEXT = re.compile(rb"\s*+" + _element(rb"is", _CONTENT) + rb"\s*+")
_END_OF_TEXTS = re.compile(rb"</" + PREFIX + rb"sst\s*>\s*\Z")


def column_number(letters: bytes) -> int:
    """Return the column of its letters, from zero."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def are_plain_items(xml: bytes) -> bool:
    """Return whether a table of shared strings, without its first tag, holds one item after the other and nothing else.

    The table is well-formed.
    """
    if _are_single_texts(xml):
        return True
    end = _END_OF_TEXTS.search(xml)
    return _SHARED_TEXTS.fullmatch(xml, 0, len(xml) if end is None else end.start()) is not None


def is_plain_inline(content: bytes) -> bool:
    """Return whether what stands in a cell of inline text is just that."""
    return _INLINE_TEXT.fullmatch(content) is not None


def _are_single_texts(xml: bytes) -> bool:
    """Return whether every item is one text, by counting alone: nearly every table is so, and counting is fast.

    There are as many starts as ends, no other tags, and each start but the first follows an end.
    """
    starts = xml.count(b"<si><t>") + xml.count(b'<si><t xml:space="preserve">')
    return (
        xml.startswith(b"<si><t")
        and xml.endswith(b"</t></si></sst>")
        and xml.count(b"</t></si>") == starts
        and xml.count(b"</t></si><si><t") == starts - 1
        and xml.count(b"<") == 4 * starts + 1
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What the cells of all sheets of a workbook refer to; styles and strings by their index as cells name it."""

    #: How many shared strings there are.
    strings: int
    #: Styles that change how a value is understood.
    styles: Mapping[bytes, CellStyle]
    #: Words struck through in shared strings.
    struck: Mapping[bytes, tuple[str, ...]] = field(default_factory=dict)
    #: Styles that strike a whole cell through.
    striking: Collection[bytes] = frozenset()
    #: Numbers of values that are pictures.
    pictures: Collection[bytes] = frozenset()


class CellScan:
    """One pass over the cells of a sheet, which fills its notes."""

    def __init__(self, notes: SheetNotes, *, book: Book, formulas: Iterable[Formula]) -> None:
        """Begin with empty notes; `formulas` are those taken out, in the order of their marks."""
        self.notes = notes
        self._book = book
        self._strings = book.strings
        self._formulas = iter(formulas)
        self._styles = book.styles
        self._masters: dict[bytes, str] = {}
        self._areas: list[tuple[Area, str]] = []

    def look_at(self, body: bytes) -> None:
        """Note every cell once.

        Raises: RefusedError for what no ordinary program writes, or what would bring a reader down.
        """
        prefixed = _PREFIXED.search(body) is not None
        self.notes.cells = (
            len(_CELL_START.findall(body)) if prefixed else sum(body.count(start) for start in _CELL_STARTS)
        )
        if self.notes.cells > self.notes.limits.cells:
            measured = f"trang «{self.notes.sheet}» có {grouped(self.notes.cells)} ô"
            raise RefusedError(too_large(f"{grouped(self.notes.limits.cells)} ô đã điền một trang", measured))
        self._look_at_rows(body, prefixed=prefixed)
        filled = self._usual_cells(body)
        if filled is None:
            filled = self._any_cells(body)
        # most cells share their type and many their value, so each is looked at once
        plain = {(kind, value) for _, _, kind, value, content in filled if not content}
        for kind in {kind for kind, _ in plain}:
            self._check_values(kind, [value for of_kind, value in plain if of_kind == kind])
        struck = self._book.struck
        for row, column, kind, value, content in filled:
            if content:
                self._look_into(row, column, kind, content)
            elif kind == b"e":
                self.notes.errors[row, column] = _text(value)
            elif struck and kind == b"s" and value in struck:
                self.notes.decorations[row, column] = Decoration(struck=struck[value])
        if next(self._formulas, None) is not None:
            raise self._strange("có công thức nằm ngoài ô")
        self._measure(filled)
        if self._areas:
            self._spread({cell[:2] for cell in filled})

    def _look_at_rows(self, body: bytes, *, prefixed: bool) -> None:
        starts = -1 if prefixed else sum(body.count(start) for start in _ROW_STARTS)
        usual = _USUAL_ROW.findall(body)
        if usual and len(usual) == starts:
            if max(map(int, map(_FIRST, usual))) - 1 > LAST_ROW:
                raise self._strange("số dòng vượt giới hạn của Excel")
            self.notes.hidden_rows = {
                int(number) - 1 for number, rest in usual if b"hidden" in rest and _HIDDEN.search(rest)
            }
            return
        row = -1
        for attributes in _ROW.findall(body):
            if attributes.count(b'"') % 2 or attributes.count(b"'") % 2:
                raise self._strange("thẻ dòng viết sai quy cách")
            row = self._row(attributes, row)
            if b"hidden" in attributes and _HIDDEN.search(attributes):
                self.notes.hidden_rows.add(row)

    def _usual_cells(self, body: bytes) -> list[_Cell] | None:
        """Return the filled cells; None unless all are written in the usual way."""
        cells = _USUAL_CELL.findall(body)
        if len(cells) != self.notes.cells:
            return None
        columns = {letters: column_number(letters) for letters in set(map(_FIRST, cells))}
        rows = {number: int(number) - 1 for number in set(map(_SECOND, cells))}
        if max(columns.values(), default=0) > LAST_COLUMN or max(rows.values(), default=0) > LAST_ROW:
            raise self._strange("địa chỉ ô vượt giới hạn của Excel")
        self._check_places(list(map(_FIRST_TWO, cells)))
        if self._styles:
            self.notes.styles = {
                (rows[number], columns[letters]): self._styles[style]
                for letters, number, style, _, value, content in cells
                if style in self._styles and (value or content)
            }
        for letters, number, style, *_ in cells if self._book.striking else ():
            if style in self._book.striking:
                self.notes.decorations[rows[number], columns[letters]] = Decoration(all_struck=True)
        return [
            (rows[number], columns[letters], kind, value, content)
            for letters, number, _, kind, value, content in cells
            if value or content
        ]

    def _any_cells(self, body: bytes) -> list[_Cell]:
        """Return the filled cells however they are written."""
        cells = list(self._tokens(body))
        self._check_places([cell[:2] for cell in cells])
        return [cell for cell in cells if cell[4]]

    def _tokens(self, body: bytes) -> Iterator[_Cell]:
        """Give the cells; one without address stands to the right of the one before it."""
        row, column = -1, -1
        for token in _TOKEN.finditer(body):
            of_row, of_cell, content = token.groups()
            if of_row is not None:
                row, column = self._row(of_row, row), -1
                continue
            row, column = self._place(of_cell, row, column)
            kind, style = _TYPE.search(of_cell), _STYLE.search(of_cell)
            if style is not None and style[1] in self._styles:
                self.notes.styles[row, column] = self._styles[style[1]]
            if style is not None and style[1] in self._book.striking:
                self.notes.decorations[row, column] = Decoration(all_struck=True)
            yield row, column, b"" if kind is None else kind[1], b"", content or b""

    def _check_places(self, places: Collection[object]) -> None:
        if len(places) != self.notes.cells:
            raise self._strange("thẻ ô viết sai quy cách")
        if len(set(places)) != self.notes.cells:
            raise self._strange("có ô xuất hiện hai lần")

    def _row(self, attributes: bytes, before: int) -> int:
        number = _ROW_NUMBER.search(attributes)
        if number is None and _ANY_ADDRESS.search(attributes):
            raise self._strange("số dòng không hợp lệ")
        row = before + 1 if number is None else int(number[1]) - 1
        if row > LAST_ROW:
            raise self._strange("số dòng vượt giới hạn của Excel")
        return row

    def _place(self, attributes: bytes, row: int, column: int) -> tuple[int, int]:
        address = _ADDRESS.search(attributes)
        if address is not None:
            row, column = int(address[2]) - 1, column_number(address[1])
        elif _ANY_ADDRESS.search(attributes):
            raise self._strange("địa chỉ ô không hợp lệ")
        else:
            column += 1
        if row < 0 or row > LAST_ROW or column > LAST_COLUMN:
            raise self._strange("địa chỉ ô vượt giới hạn của Excel")
        return row, column

    def _look_into(self, row: int, column: int, kind: bytes, content: bytes) -> None:
        usual = _USUAL_FORMULA.fullmatch(content)
        if usual is not None:
            formulas, value = 1, usual[1] or b""
        else:
            values = _VALUE.findall(content)
            starts = len(_VALUE_START.findall(content)), len(_FORMULA_START.findall(content))
            formulas = content.count(FORMULA_MARK)
            if starts != (len(values), formulas) or max(starts) > 1:
                raise self._strange("giá trị của ô viết sai quy cách")
            value = values[0] if values else b""
            rest = _VALUE.sub(b"", content.replace(FORMULA_MARK, b"")).strip()
            if rest and not (is_plain_inline(rest) if kind == b"inlineStr" else _EXTENSION.match(rest)):
                raise self._strange("nội dung ô viết sai quy cách")
        if value:
            self._check_values(kind, [value])
        words = self._book.struck.get(value, ()) if kind == b"s" else struck_words(content)
        if words:
            self.notes.decorations[row, column] = Decoration(struck=words)
        if kind == b"e":
            self.notes.errors[row, column] = _text(value) or "#ERROR!"
        if formulas:
            self.notes.formulas[row, column] = self._formula(*next(self._formulas))
            if kind in _TEXT_TYPES:
                self.notes.text_results.add((row, column))

    def _check_values(self, kind: bytes, values: Collection[bytes]) -> None:
        match kind:
            case b"s":
                sound = all(map(_INDEX.fullmatch, values)) and max(map(int, values)) < self._strings
            case b"" | b"n":
                sound = all(map(_NUMBER.fullmatch, values))
            case b"b":
                sound = _TRUTH.issuperset(values)
            case _:
                sound = kind in _FREE_TYPES
        if not sound:
            raise RefusedError(damaged(f"trang «{self.notes.sheet}» có giá trị ô sai quy cách"))

    def _formula(self, attributes: bytes, raw: bytes) -> str:
        """Return the text of a formula; one that is shared has the text of its first cell."""
        text, shared = _text(raw[:_LONGEST_FORMULA]), _SHARED.search(attributes) if attributes else None
        if shared is not None:
            text = self._masters.setdefault(shared[1], text) if text else self._masters.get(shared[1], "")
        kind, area = _TYPE.search(attributes), _AREA.search(attributes)
        if kind is not None and kind[1] in _OF_AREA and area is not None:
            left, top, right, bottom = area.groups()
            self._areas.append(((int(top) - 1, column_number(left), int(bottom) - 1, column_number(right)), f"={text}"))
        return f"={text}"

    def _spread(self, filled: Collection[tuple[int, int]]) -> None:
        """Note the formula of an area at all its filled cells."""
        last = self.notes.box or (0, 0, 0, 0)
        size = 0
        for (top, left, bottom, right), formula in self._areas:
            rows, columns = range(top, min(bottom, last[2]) + 1), range(left, min(right, last[3]) + 1)
            size += len(rows) * len(columns)
            if size > self.notes.limits.box:
                raise self._strange("vùng công thức vượt giới hạn")
            for place in product(rows, columns):
                if place in filled:
                    self.notes.formulas.setdefault(place, formula)

    def _measure(self, filled: list[_Cell]) -> None:
        if not filled:
            return
        rows, columns = {cell[0] for cell in filled}, {cell[1] for cell in filled}
        self.notes.box = bounded(
            (min(rows), min(columns), max(rows), max(columns)), self.notes.sheet, self.notes.limits
        )

    def _strange(self, reason: str) -> RefusedError:
        return RefusedError(unsafe(f"trang «{self.notes.sheet}»: {reason}"))


def _text(raw: bytes) -> str:
    text = raw.decode("utf-8", "ignore")
    if "&" in text:
        for entity, letter in _ENTITIES:
            text = text.replace(entity, letter)
    return text
