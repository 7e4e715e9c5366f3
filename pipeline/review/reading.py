"""Reading the review workbook: like any file that people send it is read contained, and cleaned cell by cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.intake.files.opening import ANSWER_CLASSES
from pipeline.intake.formats.gate import container_of, read_workbook
from pipeline.intake.formats.kinds import Format
from pipeline.intake.formats.limits import LIMITS, Limits, Rejection
from pipeline.intake.formats.openxml.comments import comments
from pipeline.intake.formats.workbook import RawSheet, RawWorkbook
from pipeline.intake.tables.cells import displayed, raw_cell
from pipeline.problems import Cell
from pipeline.processes.child import Stopped
from pipeline.processes.containment import Keyed, outcomes
from pipeline.processes.worker import Call
from pipeline.review.content import AddedText, GoneRow, ReviewContent, ReviewRow, members_of, text_digest
from pipeline.review.layout import (
    ADDED_HEADINGS,
    ADDED_SHEET,
    GONE_HEADINGS,
    GONE_SHEET,
    KEY,
    LAYOUTS,
    META_SHEET,
    ReviewSheet,
)
from pipeline.text import clean_text, folded
from pipeline.values import typed_text

#: Rows from the top among which the headings are looked for.
_HEADING_ROWS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFile:
    """What a worker reads of the file."""

    workbook: RawWorkbook
    #: Each as name of the sheet, reference of the cell and text.
    comments: tuple[tuple[str, str, str], ...]
    #: Another format may hold comments that are not read.
    is_xlsx: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReview:
    """The workbook as it was read."""

    content: ReviewContent
    #: By which layout and lists it was written; "" where it does not tell.
    signature: str
    #: Whether people put something where the program does not keep it.
    has_more: bool
    is_xlsx: bool


def read_review_file(content: bytes, limits: Limits) -> ReviewFile | Rejection:
    """Return what a file holds, or why it is not read. Depends on its arguments only: a worker calls it."""
    workbook = read_workbook(content, limits)
    if isinstance(workbook, Rejection):
        return workbook
    container = container_of(content, limits)
    is_xlsx = container.format is Format.XLSX
    return ReviewFile(workbook=workbook, comments=comments(container.by_name) if is_xlsx else (), is_xlsx=is_xlsx)


def read_review_bytes(content: bytes, limits: Limits = LIMITS) -> ReadReview | Rejection | Stopped:
    """Return the workbook that some bytes are, or why it is not read; a worker reads it, contained."""
    call = Call(
        function=read_review_file,
        arguments=(content, limits),
        answer_classes=(*ANSWER_CLASSES, ReviewFile),
        memory=limits.memory,
        seconds=limits.seconds,
    )
    calls = [Keyed(None, call)]
    ((_, outcome),) = outcomes(lambda: calls.pop() if calls else None, workers=1)
    return _Dissection(outcome).read() if isinstance(outcome, ReviewFile) else outcome


@dataclass(frozen=True, slots=True)
class _HeadedTable:
    """A table on a sheet: the row of its headings and the column of each."""

    sheet: RawSheet
    row: int
    columns: Mapping[str, int]

    def texts(self, row: int, headings: Sequence[str]) -> tuple[str, ...]:
        """Return the cells of a row under some headings, "" where one is not there."""
        return tuple(
            cell_text_of(self.sheet, row, self.columns[heading]) if heading in self.columns else ""
            for heading in headings
        )

    def below(self) -> list[int]:
        """Return the rows below the headings in which anything stands."""
        return sorted({row for row, _ in _filled(self.sheet) if row > self.row})

    def others(self) -> Iterator[Cell]:
        """Give the filled cells outside the table: above it, and under no heading of it."""
        own = set(self.columns.values())
        for row, column in _filled(self.sheet):
            if row < self.row or column not in own:
                yield Cell(self.sheet.name, row, column)


@dataclass(slots=True)
class _Dissection:
    """Takes one workbook apart."""

    file: ReviewFile
    rows: dict[ReviewSheet, tuple[ReviewRow, ...]] = field(default_factory=dict)
    gone: list[GoneRow] = field(default_factory=list)
    added: list[AddedText] = field(default_factory=list)
    #: What stands outside the places where the program keeps it, before it is among `added`.
    more: list[AddedText] = field(default_factory=list)
    edited: list[AddedText] = field(default_factory=list)
    #: Digests of the words that the program wrote.
    written: frozenset[str] = frozenset()

    def read(self) -> ReadReview:
        """Return the workbook."""
        sheets = list(self.file.workbook.sheets)
        signature = self._take_meta(sheets)
        for review_sheet, layout in LAYOUTS.items():
            table = self._taken(sheets, review_sheet.value, layout.headings, needed=_needed(review_sheet))
            self.rows[review_sheet] = () if table is None else tuple(self._rows(review_sheet, table))
        sourceless = self._taken(sheets, GONE_SHEET, GONE_HEADINGS, needed=GONE_HEADINGS)
        if sourceless is not None:
            self._take_gone(sourceless)
        added = self._taken(sheets, ADDED_SHEET, ADDED_HEADINGS, needed=ADDED_HEADINGS)
        if added is not None:
            self._take_added(added)
        for sheet in sheets:
            self._take_other(sheet)
        for sheet in self.file.workbook.sheets:
            self._take_what_lies_over(sheet)
        content = ReviewContent(
            rows=self.rows,
            gone=tuple(self.gone),
            added=tuple(dict.fromkeys((*self.added, *self.more))),
            edited=tuple(self.edited),
        )
        return ReadReview(
            content=content,
            signature=signature,
            has_more=bool(self.more or self.edited),
            is_xlsx=self.file.is_xlsx,
        )

    def _taken(
        self, sheets: list[RawSheet], name: str, headings: Sequence[str], *, needed: Sequence[str]
    ) -> _HeadedTable | None:
        """Take the sheet of a name, or one with its headings under another name, out of the sheets; None where there is none."""
        for sheet in sorted(sheets, key=lambda sheet: folded(sheet.name) != folded(name)):
            table = _header(sheet, headings, needed)
            if table is not None:
                sheets.remove(sheet)
                if folded(sheet.name) != folded(name):
                    self._note_name(sheet)
                return table
        return None

    def _note_name(self, sheet: RawSheet) -> None:
        """Note the name that people gave a sheet, which is a word too."""
        self.more.append(AddedText(sheet.name, "tên trang", sheet.name))

    def _take_meta(self, sheets: list[RawSheet]) -> str:
        """Note what the program wrote; return the signature."""
        meta = next((sheet for sheet in sheets if folded(sheet.name) == META_SHEET), None)
        if meta is None:
            return ""
        sheets.remove(meta)
        signature, *digests = [cell_text_of(meta, row, 0) for row, column in _filled(meta) if column == 0] or [""]
        self.written = frozenset(digests)
        return signature

    def _rows(self, review_sheet: ReviewSheet, table: _HeadedTable) -> Iterator[ReviewRow]:
        """Give the rows with a key; the other cells are noted."""
        layout = LAYOUTS[review_sheet]
        shown_headings = [column.heading for column in layout.shown]
        self._note(table.others())
        for row in table.below():
            (key,) = table.texts(row, [KEY])
            if not key:
                own = (Cell(table.sheet.name, row, column) for column in table.columns.values())
                self._note(cell for cell in own if cell_text_of(table.sheet, cell.row, cell.column))
                continue
            printed = table.texts(row, shown_headings)
            self._note_edited(table, row, dict(zip((KEY, *shown_headings), (key, *printed), strict=True)))
            yield ReviewRow(
                members=members_of(key, review_sheet),
                shown=printed,
                typed=table.texts(row, [column.heading for column in layout.typed]),
            )

    def _note_edited(self, table: _HeadedTable, row: int, texts: Mapping[str, str]) -> None:
        for heading, text in texts.items():
            if text and text_digest(text) not in self.written:
                place = _place(Cell(table.sheet.name, row, table.columns[heading]))
                self.edited.append(AddedText(place, f"{heading} · {texts[KEY]}", text))

    def _take_gone(self, table: _HeadedTable) -> None:
        """Note what stands for sources that are gone: consecutive lines of one row belong together."""
        self._note(table.others())
        for row in table.below():
            sheet_name, key, heading, text, about = table.texts(row, GONE_HEADINGS)
            review_sheet = next((sheet for sheet in ReviewSheet if folded(sheet.value) == folded(sheet_name)), None)
            headings = [] if review_sheet is None else [column.heading for column in LAYOUTS[review_sheet].typed]
            if review_sheet is None or heading not in headings or not key:
                self._note(
                    Cell(table.sheet.name, row, column)
                    for column in table.columns.values()
                    if cell_text_of(table.sheet, row, column)
                )
            elif text:
                typed = tuple(text if heading == other else "" for other in headings)
                members = members_of(key, review_sheet)
                self._join_gone(GoneRow(sheet=review_sheet, members=members, typed=typed, about=about))

    def _join_gone(self, line: GoneRow) -> None:
        last = self.gone[-1] if self.gone else None
        if (
            last is not None
            and (last.sheet, last.members, last.about) == (line.sheet, line.members, line.about)
            and not any(first and second for first, second in zip(last.typed, line.typed, strict=True))
        ):
            typed = tuple(first or second for first, second in zip(last.typed, line.typed, strict=True))
            self.gone[-1] = GoneRow(sheet=last.sheet, members=last.members, typed=typed, about=last.about)
        else:
            self.gone.append(line)

    def _take_added(self, table: _HeadedTable) -> None:
        self._note(table.others())
        for row in table.below():
            texts = table.texts(row, ADDED_HEADINGS)
            if any(texts):
                self.added.append(AddedText(*texts))

    def _take_other(self, sheet: RawSheet) -> None:
        """Note a sheet that people added; of a copy of one of ours not the words that the program wrote."""
        layouts = [LAYOUTS[other] for other in ReviewSheet if _header(sheet, LAYOUTS[other].headings, _needed(other))]
        cells = [Cell(sheet.name, row, column) for row, column in _filled(sheet)]
        if layouts:
            headings = set(layouts[0].headings)
            texts = {cell: cell_text_of(sheet, cell.row, cell.column) for cell in cells}
            cells = [
                cell for cell, text in texts.items() if text not in headings and text_digest(text) not in self.written
            ]
        self._note(cells)
        self._note_name(sheet)

    def _take_what_lies_over(self, sheet: RawSheet) -> None:
        """Note comments and text boxes."""
        for name, reference, text in self.file.comments:
            if name == sheet.name:
                self.more.append(AddedText(f"{name}!{reference}", "ghi chú của ô", text))
        for overlay in sheet.overlays:
            if text := clean_text(overlay.text):
                self.more.append(AddedText(sheet.name, "hộp chữ", text))

    def _note(self, cells: Iterator[Cell] | Sequence[Cell]) -> None:
        """Note cells that people filled."""
        for cell in cells:
            sheet = next(sheet for sheet in self.file.workbook.sheets if sheet.name == cell.sheet)
            self.more.append(AddedText(_place(cell), "", cell_text_of(sheet, cell.row, cell.column)))


def cell_text_of(sheet: RawSheet, row: int, column: int) -> str:
    """Return what a cell shows, cleaned; of an error or a formula without a value how it is written."""
    cell = raw_cell(sheet, row, column)
    text = displayed(cell)
    printed = clean_text(typed_text(cell.value) if text is None else text)
    return printed or clean_text(cell.error or cell.formula or "")


def _filled(sheet: RawSheet) -> list[tuple[int, int]]:
    """Return the cells in which anything stands, row by row."""
    top, left = sheet.origin
    addresses = {
        (row, column)
        for row, values in enumerate(sheet.rows, start=top)
        for column, value in enumerate(values, start=left)
        if value is not None
    }
    addresses |= {*sheet.far, *sheet.errors, *sheet.formulas}
    return sorted(address for address in addresses if cell_text_of(sheet, *address))


def _needed(review_sheet: ReviewSheet) -> tuple[str, ...]:
    """Return the headings by which a sheet is known whatever its name: that of the keys and those to type under."""
    return (KEY, *(column.heading for column in LAYOUTS[review_sheet].typed))


def _header(sheet: RawSheet, headings: Sequence[str], needed: Sequence[str]) -> _HeadedTable | None:
    """Return where the headings of a table stand, the first of each; None where one that it needs is not there."""
    by_row: dict[int, dict[str, int]] = {}
    for row, column in _filled(sheet):
        text = cell_text_of(sheet, row, column)
        if row < _HEADING_ROWS and text in headings:
            by_row.setdefault(row, {}).setdefault(text, column)
    return next(
        (_HeadedTable(sheet, row, columns) for row, columns in by_row.items() if columns.keys() >= set(needed)), None
    )


def _place(cell: Cell) -> str:
    return f"{cell.sheet}!{cell.reference}"
