"""What the linter judges: the lines of a written report with their places, and what the workbook beside it holds.

Both are read from the files that a round leaves, the catalogue from its YAML: nothing of `pipeline` has a say.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import docx
import openpyxl
import yaml
from docx.table import Table
from docx.text.paragraph import Paragraph

#: In drawings: the text for those who cannot see them.
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_LEVEL = re.compile(r"(?:Heading|Tiêu đề) (\d)")
#: Words that people typed stand in these columns of the workbook.
TYPED = (
    "Kết quả thực hiện",
    "Văn bản, minh chứng",
    "Khó khăn, vướng mắc; nguyên nhân",
    "Đề xuất, kiến nghị",
    "Nội dung đề xuất",
    "Lý do",
    "Tên mô hình",
    "Kết quả nổi bật",
    "Trích yếu",
    "Giá trị đã gõ",
    "Ghi chú",
    "Nội dung",
)
#: Of these, the ones that hold reasons.
REASONS = ("Khó khăn, vướng mắc; nguyên nhân", "Lý do")
#: Stands before a table of contents of an annex.
ANNEX = re.compile(r"Phụ lục\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph, row of a table or description of a picture, under its headings from the uppermost on."""

    text: str
    headings: tuple[str, ...] = ()
    #: The cells of a row, the text being all of them; () of anything else.
    cells: tuple[str, ...] = ()
    #: Whether it names the columns of a table.
    is_header: bool = False
    is_heading: bool = False

    @property
    def in_annex(self) -> bool:
        """Return whether it stands behind the signature."""
        return any(ANNEX.match(heading) for heading in self.headings)

    def below(self, words: re.Pattern[str]) -> bool:
        """Return whether a heading above it has these words."""
        return any(words.search(heading) for heading in self.headings)


@dataclass(frozen=True, kw_only=True)
class Book:
    """The catalogue, and the records of the workbook by sheet, each by its headings."""

    #: Title and short title of each task, by its code.
    tasks: Mapping[str, tuple[str, ...]]
    #: Names of all agencies.
    agencies: Sequence[str]
    #: What else may be quoted: the decision.
    documents: Sequence[str] = ()
    sheets: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    as_of: date = date.max

    @property
    def details(self) -> Sequence[Mapping[str, Any]]:
        """Return the records of `Chi tiết`: one an assignment."""
        return self.sheets.get("Chi tiết", ())

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Return every text that may be quoted, folded: typed by people, or of the decision."""
        typed = (
            str(record[column])
            for records in self.sheets.values()
            for record in records
            for column in TYPED
            if record.get(column)
        )
        titles = (text for texts in self.tasks.values() for text in texts)
        return tuple(dict.fromkeys(map(folded, (*typed, *titles, *self.documents))))

    @cached_property
    def all_sources(self) -> str:
        """Return the sources in one text."""
        return "\n".join(self.sources)

    @cached_property
    def reasons(self) -> Mapping[str, frozenset[str]]:
        """Return who typed each reason, by the folded reason; short ones tell nothing."""
        typers: dict[str, set[str]] = {}
        for records in self.sheets.values():
            for record in records:
                for column in REASONS:
                    text = folded(str(record.get(column) or "")).rstrip(".;")
                    if len(text) > 25 and record.get("Cơ quan"):
                        typers.setdefault(text, set()).add(str(record["Cơ quan"]))
        return {text: frozenset(agencies) for text, agencies in typers.items()}


def folded(text: str) -> str:
    """Return a text to compare: composed, lower case, one blank between words, one kind of quotation marks."""
    composed = unicodedata.normalize("NFC", text).lower().translate(str.maketrans('«»"', "“””"))
    return " ".join(composed.split())


def read_lines(path: Path) -> list[Line]:
    """Return the lines of a Word document from top to bottom."""
    lines: list[Line] = []
    headings: list[tuple[int, str]] = []
    for block in docx.Document(str(path)).iter_inner_content():
        above = tuple(text for _, text in headings)
        if isinstance(block, Table):
            lines += _rows(block, above)
        elif isinstance(block, Paragraph):
            text, level = block.text.strip(), _level(block)
            if level is not None:
                headings = [heading for heading in headings if heading[0] < level] + [(level, text)]
                lines.append(Line(text=text, headings=above, is_heading=True))
            elif text:
                lines.append(Line(text=text, headings=above))
            lines += [
                Line(text=picture.get("descr", ""), headings=above)
                for picture in block._element.iter(_PICTURE)
                if picture.get("descr")
            ]
    return lines


def _level(paragraph: Paragraph) -> int | None:
    """Return the level of a heading; an annex is a heading above all others."""
    if ANNEX.match(paragraph.text) and len(paragraph.text) < 20:
        return 0
    match = _LEVEL.match(str(paragraph.style.name if paragraph.style is not None else ""))
    return int(match[1]) if match is not None and paragraph.text.strip() else None


def _rows(table: Table, headings: tuple[str, ...]) -> Iterator[Line]:
    for number, row in enumerate(table.rows):
        cells = tuple(cell.text.strip() for cell in row.cells)
        if any(cells):
            yield Line(text=" | ".join(cells), headings=headings, cells=cells, is_header=number == 0)


def read_book(workbook: Path, catalogue: Path, as_of: date) -> Book:
    """Return what the consolidated workbook and the folder of the campaign hold."""
    decision, tasks = (
        yaml.safe_load((catalogue / name).read_text("utf-8")) for name in ("decision.yaml", "tasks.yaml")
    )
    sheets = {}
    book = openpyxl.load_workbook(workbook, data_only=True)
    for sheet in book.worksheets[1:]:
        heading, *records = sheet.iter_rows(values_only=True)
        sheets[sheet.title] = [dict(zip(map(str, heading), record, strict=True)) for record in records]
    agencies = (catalogue / "agencies.csv").read_text("utf-8-sig").splitlines()[1:]
    return Book(
        tasks={
            str(task["code"]): tuple(text for text in (task.get("short"), task["text"]) if text)
            for task in tasks["tasks"]
            if task.get("reportable", True)
        },
        agencies=[line.split(",")[1].strip('"') for line in agencies],
        documents=list(_texts((decision, tasks))),
        sheets=sheets,
        as_of=as_of,
    )


def _texts(value: object) -> Iterator[str]:
    """Yield every text inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def as_day(value: object) -> date | None:
    """Return the day in a cell of the workbook."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
