"""The reports as text, for a person to review: `python -m tests.golden.snapshot` writes them anew."""

import sys
import tempfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl.cell import Cell, MergedCell

from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.loading import read_schemas
from pipeline.reports.figures import figures
from pipeline.reports.word.report import word_bytes
from pipeline.reports.written.report import report
from pipeline.run import checked
from pipeline.simulation.plan import Proportions
from pipeline.simulation.returns import write_simulated_returns
from pipeline.simulation.vocabulary_files import read_vocabulary
from tests.support.campaign import copy_city
from tests.support.terminal import request, tonghop

FOLDER = Path(__file__).parent
AS_OF = "2025-09-10"
#: A small city: every group, the reporting body, named leads, the two communes that differ by one tone mark.
AGENCIES = ("SNV", "STC", "SNNMT", "TTTP", "11383", "10888", "10903", "11948", "DHHP", "TNHP", "TLDD")


def small_city(project: Path) -> None:
    """Make a project whose register holds a few agencies; the bodies that do not report stay."""
    copy_city(project)
    register = project / "catalogue" / "2025-h2" / "agencies.csv"
    head, *lines = register.read_text("utf-8").splitlines()
    named = {"SXD", "SKHCN", "SNGV", "VPUBND"}
    kept = [line for line in lines if line.split(",")[0] in {*AGENCIES, *named} or ",other_bodies," in line]
    register.write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")


def consolidated(project: Path) -> Path:
    """Consolidate a small city with simulated returns, most of them good; return the outbox of the round."""
    small_city(project)
    inbox = project / "inbox"
    inbox.mkdir()
    assert tonghop("simulate", "--round", "lan-1", "--seed", "3", "--out", str(inbox), project=project).code == 0
    done = tonghop("consolidate", "--round", "lan-1", "--as-of", AS_OF, project=project)
    assert done.code == 0, done.error
    return project / "outbox" / "2025-h2" / "lan-1"


def word_report(project: Path, proportions: Proportions | None) -> Path:
    """Write the Word report of a small city whose returns come in some proportions; None is an empty inbox."""
    small_city(project)
    inbox = project / "inbox"
    inbox.mkdir()
    if proportions is not None:
        campaign = read_campaign(project, "2025-h2")
        write_simulated_returns(
            campaign,
            campaign.round_by_code["lan-1"],
            read_schemas(project, campaign),
            seed=3,
            out=inbox,
            vocabulary=read_vocabulary(project, campaign),
            proportions=proportions,
        )
    run = checked(request(project, "lan-1", date.fromisoformat(AS_OF)))
    path = project / "bao-cao.docx"
    path.write_bytes(word_bytes(report(figures(run.consolidation, run.files, run.problems, run.schemas))))
    return path


def word_text(path: Path) -> str:
    """Return paragraphs with their styles, and tables a row a line, in order."""
    document: Document = docx.Document(str(path))
    lines = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            lines.append(f"[{block.style.name}] {block.text}")
        elif isinstance(block, Table):
            lines += ["| " + " | ".join(cell.text.replace("\n", " / ") for cell in row.cells) for row in block.rows]
    return "\n".join(lines) + "\n"


def excel_text(path: Path) -> str:
    """Return every sheet, a row a line, cells parted by bars, as a person would see them.

    A formula stands as its value behind "ƒ", a link as its text and target. Digests are left out, since they change with
    the template; so are the empty cells of `Tổng quan`. Each sheet ends with the number of its notes and charts.
    """
    values = openpyxl.load_workbook(path, data_only=True)
    lines = []
    for worksheet in openpyxl.load_workbook(path):
        lines.append(f"=== {worksheet.title}")
        seen = values[worksheet.title]
        for row in worksheet.iter_rows():
            shown = [_shown(cell, seen.cell(cell.row, cell.column).value) for cell in row]
            if worksheet.title == "Tổng quan":
                shown = [text for text in shown if text]
            if any(shown):
                lines.append(" | ".join(shown).rstrip(" |"))
        notes = sum(bool(cell.comment) for row in worksheet.iter_rows() for cell in row)
        if notes or worksheet._charts:
            lines.append(f"--- ghi chú: {notes}; biểu đồ: {len(worksheet._charts)}")
    return "\n".join(lines) + "\n"


def _shown(cell: Cell | MergedCell, value: object) -> str:
    """Return one cell as text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        text = f"{value:%d/%m/%Y}"
    elif isinstance(value, float):
        text = f"{value:.4g}" if "%" in cell.number_format else f"{value:g}"
    else:
        text = str(value).replace("\n", " / ")
    if len(text) == 64 and text.isalnum():
        return "(mã)"
    if cell.data_type == "f":
        return f"ƒ{text}"
    if isinstance(cell, Cell) and cell.hyperlink is not None:
        place = f"#{cell.hyperlink.location}" if cell.hyperlink.location else ""
        return f"{text} → {cell.hyperlink.target or ''}{place}"
    return text


#: Inboxes beside the one with most returns: nothing, a tenth of the agencies, everybody without a mistake.
_FAULTLESS = Proportions(
    missing=0, late=0, sent_twice=0, same_file_twice=0, zipped=0, mistakes=0, other_round=0, scans=0, text_documents=0
)
INBOXES = {
    "bao-cao-trong.txt": None,
    "bao-cao-mot-phan-muoi.txt": replace(_FAULTLESS, missing=90),
    "bao-cao-du.txt": _FAULTLESS,
}


def snapshots(scratch: Path) -> dict[str, str]:
    """Return the text of each golden file."""
    most = consolidated(scratch / "most")
    return {
        "bao-cao.txt": word_text(most / "bao-cao.docx"),
        "tong-hop.txt": excel_text(most / "tong-hop.xlsx"),
    } | {name: word_text(word_report(scratch / name, proportions)) for name, proportions in INBOXES.items()}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        for name, text in snapshots(Path(made)).items():
            (FOLDER / name).write_text(text, encoding="utf-8")
            sys.stdout.write(f"{name}: {len(text.splitlines())} lines\n")
