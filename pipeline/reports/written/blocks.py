"""Official texts as values: headings, paragraphs, tables, charts and annexes, without any formatting."""

from collections.abc import Iterable, Iterator
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
    """How the text stands in the cells of a column."""

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
class TextColumn:
    """A column of a table; `share` is its part of the width, in any unit."""

    title: str
    share: float
    alignment: Alignment = Alignment.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with one header row; a cell's lines are parted by line feeds."""

    caption: str
    columns: tuple[TextColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    #: The last row is the total.
    total: bool = False
    #: In smaller letters: long tables of an annex.
    small: bool = False

    @property
    def description(self) -> str:
        """Return the text for those who cannot see the table."""
        return self.caption or f"Bảng gồm các cột: {', '.join(column.title for column in self.columns)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPart:
    """One part of all bars: its name, a mark before its numbers (a state's letter, or ""), its colour (RRGGBB)."""

    name: str
    mark: str = ""
    colour: str
    #: One number for each bar.
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Horizontal bars, each a whole (100%) of the same parts; whoever makes it leaves out parts that are zero everywhere."""

    caption: str
    #: What stands beside each bar.
    bars: tuple[str, ...]
    parts: tuple[ChartPart, ...]

    @property
    def description(self) -> str:
        """Return the figures in words, for those who cannot see the picture."""
        bars = (
            f"{name}: {', '.join(self._numbers(position)) or 'không có số liệu'}"
            for position, name in enumerate(self.bars)
        )
        return f"{self.caption}. {'; '.join(bars)}."

    def _numbers(self, position: int) -> Iterator[str]:
        for part in self.parts:
            if part.values[position]:
                yield f"{part.name.lower()} {part.values[position]}"


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


Block = Heading | Paragraph | Table | BarChart | Matrix


def items(texts: Iterable[str]) -> list[Block]:
    """Return texts as the entries of a list."""
    return [Paragraph(text, ParagraphKind.ITEM) for text in texts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """One annex with its own pages: "Phụ lục I", its title, its content."""

    label: str
    title: str
    landscape: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialText:
    """What a report and a letter have in common, ready to be laid out under Decree 30/2020/NĐ-CP."""

    letterhead: Letterhead
    blocks: tuple[Block, ...]
    signer: Signer
    #: After "Nơi nhận:", one a line, without dash and closing mark.
    recipients: tuple[str, ...]
    annexes: tuple[Annex, ...]
    #: The body that signs, as it stands inside a sentence.
    reporting_body: str
    #: "an toàn giao thông": for the file's properties.
    subject: str
    #: Its year stands in the place-and-date line, whose day and month stay blank.
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(OfficialText):
    """The report to the addressee: the opening, then sections I to V. Source: Decree 30/2020/NĐ-CP, Mẫu 1.4."""

    #: Under "BÁO CÁO": what it is about.
    abstract: str
    addressee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(OfficialText):
    """An official letter (công văn), which has no title. Source: Decree 30/2020/NĐ-CP, Mẫu 1.5."""

    #: What it is about, without "V/v".
    about: str
    #: One a line, without dash and closing mark.
    addressees: tuple[str, ...]
