"""Watching as a process of its own: returns arrive, slowly or broken, and Ctrl-C ends it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.schema import Schemas
from tests.conftest import ROOT
from tests.support.campaign import write_small_project
from tests.support.intake import DONE, return_bytes

PATIENCE = 90


@dataclass
class Watching:
    """A running watch over a project."""

    project: Path
    process: subprocess.Popen[bytes]
    output: Path

    def said(self) -> str:
        return self.output.read_text("utf-8")

    def until(self, holds: Callable[[str], bool]) -> str:
        """Wait until the output is as expected."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            if holds(self.said()):
                return self.said()
            time.sleep(0.1)
        raise AssertionError(self.said())

    def reported(self) -> int:
        manifest = (self.project / "outbox" / "small" / "lan-1" / "manifest.json").read_text("utf-8")
        return int(json.loads(manifest)["agencies"]["reported"])


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    write_small_project(tmp_path)
    (tmp_path / "inbox").mkdir()
    output = tmp_path / "said.txt"
    # a process that was started in the background would not hear Ctrl-C
    start = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    start += "from pipeline.cli.commands import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", start, "watch", "--round", "lan-1", "--as-of", "2025-09-10"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [*command, "--project", str(tmp_path)],
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=environment,
        )
    yield Watching(tmp_path, process, output)
    if process.poll() is None:
        process.kill()
        process.wait()


def test_the_outbox_follows_the_inbox(watching: Watching, schemas: Schemas) -> None:
    project = watching.project
    campaign = read_campaign(project, "small")
    rows = {"1.2": DONE, "1.3": DONE}
    watching.until(lambda said: "lần 1: 0 tệp; đã báo cáo 0/5 cơ quan, 0 lỗi." in said)

    slow = return_bytes(campaign, schemas, "SNV", rows=rows)
    with (project / "inbox" / "a.xlsx").open("wb") as copy:
        for start in range(0, len(slow), len(slow) // 3):
            copy.write(slow[start : start + len(slow) // 3])
            copy.flush()
            time.sleep(0.3)
    said = watching.until(lambda said: "đã báo cáo 1/5 cơ quan" in said)
    assert "a.xlsx: Tiếp nhận (Sở Nội vụ)" in said
    assert "Từ chối" not in said
    assert watching.reported() == 1

    decision = project / "catalogue" / "small" / "decision.yaml"
    good = decision.read_text("utf-8")
    decision.write_text(f"{good}broken: [\n", encoding="utf-8")
    watching.until(lambda said: "decision.yaml:" in said and "sai cú pháp YAML" in said)
    assert watching.reported() == 1
    decision.write_text(good, encoding="utf-8")
    (project / "inbox" / "hong.xlsx").write_bytes(b"no workbook at all")
    wrong = return_bytes(campaign, schemas, "TT", rows={**rows, "1.2": {**DONE, "completed_on": date(2024, 1, 1)}})
    (project / "inbox" / "b.xlsx").write_bytes(wrong)
    said = watching.until(lambda said: "đã báo cáo 2/5 cơ quan" in said)
    assert "hong.xlsx: Từ chối: " in said
    assert "b.xlsx: Tiếp nhận, có lỗi (Thanh tra tỉnh): 1 lỗi" in said

    (project / "inbox" / "a.xlsx").unlink()
    said = watching.until(lambda said: "  Sở Nội vụ: a.xlsx" in said)
    assert "Chờ: 1 cơ quan đã có báo cáo ở lần tổng hợp trước" in said
    assert watching.reported() == 2

    (project / "inbox" / "đổi tên.xlsx").write_bytes(slow)
    said = watching.until(lambda said: said.count("đã báo cáo 2/5 cơ quan") == 2)
    assert "a.xlsx: không còn trong thư mục" in said
    assert said.count("Chờ:") == 1

    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(30) == 0
    assert watching.said().endswith("Đã dừng theo dõi.\n")
    assert "Traceback" not in watching.said()
    assert [path.name for path in (project / "outbox").iterdir() if path.name.startswith(".")] == []


def test_what_the_coordinator_saves_is_in_the_report(watching: Watching) -> None:
    watching.until(lambda said: "lần 1: 0 tệp; đã báo cáo 0/5 cơ quan, 0 lỗi." in said)
    path = watching.project / "review" / "small" / "lan-1.xlsx"
    watching.until(lambda _said: path.exists())
    book = load_workbook(path)
    book["Nhận định"]["D2"] = "Đã họp giao ban hằng tuần."
    book.save(path)
    report = watching.project / "outbox" / "small" / "lan-1" / "bao-cao.docx"

    def is_told(_said: str) -> bool:
        return any(paragraph.text == book["Nhận định"]["D2"].value for paragraph in Document(str(report)).paragraphs)

    watching.until(is_told)
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(30) == 0
