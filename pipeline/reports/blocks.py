"""The written report as a value: title block, headings, paragraphs, tables and annexes, without any formatting."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from pipeline.campaign.decision import Letterhead, Signer
from pipeline.consolidation.states import State


class ParagraphKind(Enum):
    """What a paragraph is in its section; the writer gives each kind a style."""

    BODY = "body"
    #: Leads to the list or table that follows and stays with it.
    LEAD = "lead"
    #: One entry of a list: the text after the dash.
    ITEM = "item"
    #: The last words of the text; they stay on the page of the signature.
    CLOSING = "closing"
    #: A remark under a table or a list.
    NOTE = "note"


class Alignment(Enum):
    """How the cells of a column stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number in the text: level 1 is "I.", 2 is "1.", 3 is "1.1.", 4 is "a)"."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text, one line."""

    text: str
    kind: ParagraphKind = ParagraphKind.BODY


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is its part of the width, in any unit."""

    title: str
    share: float
    alignment: Alignment = Alignment.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with one header row; a cell's lines are parted by line feeds."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    #: The last row is the total.
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One agency: its number, its name, and the state of each task, None where it has no part in it."""

    number: str
    name: str
    states: tuple[State | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixGroup:
    """The rows of one group of agencies under its title."""

    title: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Agencies × tasks, each cell one state; below the rows, how often each state stands in a column."""

    tasks: tuple[str, ...]
    groups: tuple[MatrixGroup, ...]
    #: For each state that occurs: its number per task.
    totals: tuple[tuple[State, tuple[int, ...]], ...]


Block = Heading | Paragraph | Table | Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """One annex with its own pages: "Phụ lục I", its title, its content."""

    label: str
    title: str
    landscape: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The report to the addressee, ready to be laid out under Decree 30/2020/NĐ-CP."""

    letterhead: Letterhead
    #: The year of the place-and-date line, whose day and month stay blank.
    year: int
    #: Under "BÁO CÁO": what it is about.
    abstract: str
    addressee: str
    #: The opening, then sections I to V.
    blocks: tuple[Block, ...]
    signer: Signer
    #: After "Nơi nhận:", one a line, without dash and closing mark.
    recipients: tuple[str, ...]
    annexes: tuple[Annex, ...]
    #: "Sở Nội vụ": the body that reports, as it stands inside a sentence.
    reporting_body: str
    #: "công tác dân vận": for the file's properties.
    subject: str
    as_of: date


def plain_text(report: Report) -> str:
    """Return the report's words line by line, tables with cells parted by " | ": for comparisons and reviews."""
    lines = [f"BÁO CÁO: {report.abstract}", f"Kính gửi: {report.addressee}"]
    lines += [line for block in report.blocks for line in _lines(block)]
    for annex in report.annexes:
        lines += ["", f"{annex.label}. {annex.title}"]
        lines += [line for block in annex.blocks for line in _lines(block)]
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield ""
            yield block.text
        case Paragraph(kind=ParagraphKind.ITEM):
            yield f"- {block.text}"
        case Paragraph():
            yield block.text
        case Table():
            yield f"[{block.caption}]" if block.caption else "[]"
            yield " | ".join(column.title for column in block.columns)
            yield from (" | ".join(cell.replace("\n", " / ") for cell in row) for row in block.rows)
        case Matrix():
            yield " | ".join(("Cơ quan", *block.tasks))
            for group in block.groups:
                yield group.title
                for row in group.rows:
                    yield " | ".join((row.name, *(state or "" for state in row.states)))
            for state, numbers in block.totals:
                yield " | ".join((state, *map(str, numbers)))
