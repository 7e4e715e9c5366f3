"""Projects whose texts are hostile to a terminal, and the commands that print them."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.form import Form
from pipeline.forms.schema.loading import read_schemas
from tests.support.campaign import write_small_project
from tests.support.intake import DONE, return_bytes
from tests.support.process import ROOT

AS_OF = "2025-09-10"
ROUND = ("--round", "lan-1", "--as-of", AS_OF)
#: Sets the title, writes the clipboard, colours, rings, turns the direction, ends the line, looks like nothing.
HOSTILE = (
    "\x1b]0;chiếm\x07",
    "\x1b]52;c;Y2hp4bq/bQ==\x07",
    "\x9b31m\x9d0;a\x9c",
    "\x08\x7f\x00",
    "\u202e\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d",
    "\u200e\u200f\u061c",
    "\u2028\u2029\x85",
    "\u200b\ufeff\u00ad\U000e0041",
)
TEXT = "Đã làm " + " ".join(HOSTILE) + " xong"
#: What XML, in which workbooks are written, can hold of it; the rest comes in escaped, _x001B_.
ESCAPED = "".join(f"_x{ord(letter):04X}_" if letter < " " else letter for letter in TEXT)
COMMANDS = (
    ("check", *ROUND),
    ("consolidate", *ROUND, "--profile"),
    ("status", *ROUND),
    ("why", "SNV", "1.3", *ROUND),
    ("why", "TT", "1.3", *ROUND),
    ("diff", *ROUND, "--since", "1"),
    ("remind", *ROUND),
    ("templates", *ROUND, "--out", "ra\x1b]0;\u202e\x07"),
    ("simulate", *ROUND[:2], "--out", "inbox\u202e"),
    ("status", "--project", "khong\x1b[31m\u202e"),
    ("why", "\x1b]0;a\x07\u202e", "1.3", *ROUND),
)


def hostile_project(folder: Path) -> Path:
    """Make a small project whose cells, file names, sheet names and mails hold what commands a terminal."""
    write_small_project(folder)
    shutil.copytree(ROOT / "schemas", folder / "schemas", dirs_exist_ok=True)
    inbox = folder / "inbox"
    inbox.mkdir()
    (folder / "inbox\u202e").mkdir()
    (folder / "inbox\u202e" / "a").write_text("", encoding="utf-8")
    campaign = read_campaign(folder, "small")
    schemas = read_schemas(folder, campaign)
    wrong = {**DONE, "status": f"Xong {TEXT}", "result": TEXT, "completed_on": TEXT}
    rows = {"1.2": {**DONE, "result": TEXT, "evidence": TEXT}, "1.3": wrong}

    def with_hostile_header(form: Form) -> Form:
        return replace(form, header={**form.header, "reporter": TEXT, "document": TEXT})

    first = return_bytes(campaign, schemas, "SNV", rows=rows, signer=TEXT, change=with_hostile_header)
    (inbox / "báo cáo \x1b]0;a\x07 \u202excod.xlsx").write_bytes(first)
    (inbox / "tt\n\x9b31m.xlsx").write_bytes(return_bytes(campaign, schemas, "TT", rows=rows))
    (inbox / "hong \u2066\u202e.xlsx").write_bytes(b"no workbook")
    (inbox / "la.bin").write_bytes(TEXT.encode())
    mail = f"From: a@example.vn\r\nSubject: {TEXT}\r\n\r\n{TEXT}\r\n"
    (inbox / "thư \u202e\x1b[2J.eml").write_bytes(mail.encode("utf-8"))
    return folder


def day() -> date:
    """The day as of which the commands are run."""
    return date.fromisoformat(AS_OF)
