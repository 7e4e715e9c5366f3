"""The example campaign: all commands run on it, and nothing of another campaign stands in what they print and write."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from pipeline.campaign.files.reading import campaign_names
from tests.support.campaign_words import campaign_words, texts_of
from tests.support.example_run import EXAMPLE, ROUNDS, ExampleRun, play_example

ROOT = Path(__file__).parents[2]
#: Phrases that offices everywhere use, reviewed one by one; a sequence of four words inside one of them is nobody's own.
COMMON = (
    "ban hành kế hoạch",
    "biểu mẫu báo cáo",
    "báo cáo kết quả thực hiện nhiệm vụ",
    "báo cáo ủy ban nhân dân",
    "chậm so với thời hạn",
    "chọn từ danh sách thả xuống",
    "các cơ quan đơn vị",
    "cán bộ đầu mối",
    "cáo đã tiếp nhận",
    "cơ quan chủ trì",
    "cơ quan phối hợp",
    "cơ quan tiếp nhận",
    "cơ quan đơn vị địa phương có",
    "cơ quan được giao",
    "của ban quản lý",
    "của các cơ quan",
    "của cơ quan đơn vị",
    "của ủy ban nhân dân",
    "danh mục nhiệm vụ",
    "dự kiến hoàn thành",
    "hoàn thành chậm do",
    "hoàn thành các nhiệm vụ",
    "hoàn thành nhiệm vụ",
    "hướng dẫn của cấp trên dự kiến",
    "khó khăn vướng mắc",
    "không có kiến nghị",
    "không có nội dung",
    "không có đơn vị",
    "kết quả nổi bật",
    "nhiệm vụ phối hợp",
    "nhiệm vụ được giao",
    "nhận được văn bản",
    "phải báo cáo không",
    "phối hợp thực hiện",
    "thuộc diện báo cáo",
    "thời gian thực hiện",
    "thực hiện kế hoạch",
    "thực hiện nhiệm vụ của",
    "tiếp tục thực hiện",
    "trong thời gian tới",
    "trực thuộc nên không phát sinh nhiệm vụ",
    "tổng hợp báo cáo",
    "và báo cáo đột xuất",
    "văn bản hướng dẫn",
    "xem xét quyết định",
    "điều chỉnh bổ sung",
    "đang thực hiện kết quả",
    "đề nghị ủy ban nhân dân",
    "đơn vị chủ trì",
    "đơn vị gửi báo cáo chậm",
    "đơn vị trực thuộc",
    "đề xuất điều chỉnh",
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> ExampleRun:
    return play_example(tmp_path_factory.mktemp("example") / "du-an")


def results(played: ExampleRun, code: str) -> Path:
    return played.project / "outbox" / EXAMPLE / code


def test_every_command_does_its_work(played: ExampleRun) -> None:
    for words, done in played.calls.items():
        assert done.code == 0 or (words[0] == "check" and done.code == 1), (words, done.error)
        assert "Traceback" not in done.error


def test_each_round_has_its_results(played: ExampleRun) -> None:
    for code in ROUNDS:
        names = {path.name for path in results(played, code).iterdir()}
        assert {"bao-cao.docx", "tong-hop.xlsx", "tong-hop.html", "manifest.json", "problems.json"} <= names
        manifest = json.loads((results(played, code) / "manifest.json").read_text("utf-8"))
        assert (manifest["campaign"], manifest["round"]) == (EXAMPLE, code)
        assert 0 < manifest["agencies"]["reported"] <= manifest["agencies"]["expected"]


def test_returns_of_other_rounds_make_no_noise(played: ExampleRun) -> None:
    manifest = json.loads((results(played, ROUNDS[-1]) / "manifest.json").read_text("utf-8"))
    others = [file for file in manifest["files"] if file["verdict"] == "other-round"]
    assert len(others) > 25
    assert {tuple(file["problems"].values()) for file in others} == {(0, 0, 0)}


def test_the_report_speaks_of_the_plan_and_its_sections(played: ExampleRun) -> None:
    text = " ".join(texts_of(results(played, "ky-2") / "bao-cao.docx"))
    assert "Kế hoạch số 412/KH-UBND" in text
    assert "Mục III" in text
    assert "Điều" not in re.sub("Điều chỉnh|điều chỉnh", "", text)


def test_dates_on_both_sides_of_new_year_are_right(played: ExampleRun) -> None:
    problems = json.loads((results(played, "ky-2") / "problems.json").read_text("utf-8"))
    assert [problem for problem in problems if problem["rule"] == "cell.date-outside-year"] == []


def test_the_lists_are_sheets_of_forms_and_of_the_report(played: ExampleRun) -> None:
    form = next((played.project / "templates" / "xlsx" / EXAMPLE / "ky-1").glob("*_XDB_*.xlsx"))
    assert openpyxl.load_workbook(form).sheetnames[1:-1] == [
        *("Báo cáo", "Chỉ tiêu", "Tổ xung kích", "Vụ cháy", "Đề xuất"),
    ]
    book = openpyxl.load_workbook(results(played, "ky-2") / "tong-hop.xlsx")
    assert {"Tổ xung kích", "Vụ cháy"} <= set(book.sheetnames)
    assert book["Tổ xung kích"].max_row > 5


def test_a_ratio_is_computed_and_never_asked_for(played: ExampleRun) -> None:
    form = next((played.project / "templates" / "xlsx" / EXAMPLE / "ky-2").glob("*_BDN_*.xlsx"))
    codes = [row[0].value for row in openpyxl.load_workbook(form)["Chỉ tiêu"].iter_rows()]
    assert "BC-2" in codes
    assert "BC-3" not in codes
    assert "Tỷ lệ đường băng đã làm xong" in " ".join(texts_of(results(played, "ky-2") / "bao-cao.docx"))


def said(played: ExampleRun) -> Iterator[str]:
    """Everything that is printed and written."""
    for done in played.calls.values():
        yield from (done.output + done.error).splitlines()
    for path in played.written:
        if zipfile.is_zipfile(path) or path.suffix in {".eml", ".html", ".json", ".jsonl", ".txt"}:
            yield path.name
            yield from texts_of(path)
    yield from texts_of(played.project / "HUONG-DAN.md")


def test_no_word_of_another_campaign_is_said(played: ExampleRun) -> None:
    assert len(COMMON) <= 60
    pieces = set(said(played))
    for name in campaign_names(ROOT):
        assert campaign_words(ROOT / "catalogue" / name).own_words_in(pieces, COMMON) == set()
