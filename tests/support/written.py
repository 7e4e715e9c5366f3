"""The written report for tests: as a value, and its words line by line without any layout."""

import re
from collections.abc import Iterator, Sequence

from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from pipeline.problems import Problem
from pipeline.reports.figures import figures
from pipeline.reports.summary_table import SummaryTable
from pipeline.reports.written.blocks import BarChart, Block, Heading, Matrix, Paragraph, ParagraphKind, Report, Table
from pipeline.reports.written.report import report
from pipeline.reports.written.tables import cell


def written_report(
    consolidation: Consolidation,
    schemas: Schemas,
    *,
    files: Sequence[ReceivedFile] = (),
    problems: Sequence[Problem] = (),
) -> Report:
    """Return the written report of a round."""
    return report(figures(consolidation, files, problems, schemas))


def text_of(
    consolidation: Consolidation,
    schemas: Schemas,
    *,
    files: Sequence[ReceivedFile] = (),
    problems: Sequence[Problem] = (),
) -> str:
    """Return its words."""
    return plain_text(written_report(consolidation, schemas, files=files, problems=problems))


def section(text: str, heading: str) -> str:
    """Return the lines of a text from a heading to the next one."""
    return re.split(r"\n\n", text[text.index(f"\n{heading}") :].lstrip("\n"), maxsplit=1)[0]


def plain_text(report: Report) -> str:
    """Return the report's words line by line, tables with cells parted by " | "."""
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
        case BarChart():
            yield f"[{block.caption}]"
            yield " | ".join(("", *(part.name for part in block.parts)))
            for position, name in enumerate(block.bars):
                yield " | ".join((name, *(str(part.values[position]) for part in block.parts)))
        case Matrix():
            yield from _matrix_lines(block)


def _matrix_lines(matrix: Matrix) -> Iterator[str]:
    yield " | ".join(("Cơ quan", *matrix.tasks))
    for group in matrix.groups:
        yield group.title
        for row in group.rows:
            yield " | ".join((row.name, *(state or "" for state in row.states)))
    for state, numbers in matrix.totals:
        yield " | ".join((state, *map(str, numbers)))


def cells_of(table: SummaryTable) -> list[list[str]]:
    """Return the cells of a summary table as the written report prints them."""
    return [[cell(value, column.kind) for value, column in zip(row, table.columns, strict=True)] for row in table.rows]
