"""Campaigns with other lists than the first one's, from the workbook to every output."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from tests.support.consolidation import DONE, IN_PROGRESS, NOT_STARTED
from tests.support.forms import form_of
from tests.support.lists import TALKS, TEAMS, WORKS, campaign_with_lists, send
from tests.support.terminal import Done, tonghop

ROUND = ("--round", "lan-1", "--as-of", "2025-09-04")
FIXED = ("Tổng quan", "Ma trận", "Theo nhiệm vụ", "Theo cơ quan", "Quá hạn", "Chi tiết", "Chỉ tiêu")
CAMERA = {"name": "Camera cổng trường", "cost": 120.5, "due": date(2025, 8, 20), "stage": "Bàn giao"}
FENCE = {"name": "Tường rào", "stage": "Thi công"}


def sheets(path: Path) -> list[str]:
    return openpyxl.load_workbook(path, read_only=True).sheetnames


def records(path: Path, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet of the consolidated workbook by heading."""
    heading, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


def text_of(path: Path) -> str:
    document = Document(str(path))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def consolidated(folder: Path, *options: str) -> tuple[Done, Path]:
    done = tonghop("consolidate", *(options or ROUND), project=folder)
    assert done.code == 0, done.error
    round_ = options[1] if options else "lan-1"
    return done, folder / "outbox" / "small" / round_


def templates(folder: Path, round_: str = "lan-1") -> dict[str, list[str]]:
    """The sheets of the workbooks that are sent out, by agency."""
    done = tonghop("templates", "--round", round_, project=folder)
    assert done.code == 0, done.error
    paths = (folder / "templates" / "xlsx" / "small" / round_).glob("*.xlsx")
    return {path.name.split("_")[2]: sheets(path) for path in paths}


def test_a_campaign_without_lists_speaks_of_none(tmp_path: Path) -> None:
    campaign, schemas = campaign_with_lists(tmp_path)
    for names in templates(tmp_path).values():
        assert names == ["Hướng dẫn", "Báo cáo", "Chỉ tiêu", "Đề xuất", "_meta"]
    send(tmp_path, campaign, schemas, "SNV", {"1.2": DONE, "1.3": DONE})
    _, outbox = consolidated(tmp_path)
    assert sheets(outbox / "tong-hop.xlsx") == [*FIXED, "Đề xuất", "Tiếp nhận", "Lỗi"]
    assert "theo danh sách" not in text_of(outbox / "bao-cao.docx").lower()


@pytest.fixture
def two_lists(tmp_path: Path) -> tuple[Campaign, Schemas]:
    campaign, schemas = campaign_with_lists(tmp_path, WORKS, TALKS)
    send(
        tmp_path,
        campaign,
        schemas,
        "10002",
        {"1.2": DONE, "1.3": DONE},
        {"works": [CAMERA, FENCE], "talks": [{"topic": "Học phí", "people": 45.0}]},
    )
    send(tmp_path, campaign, schemas, "10003", {"1.2": DONE, "1.3": DONE}, {"works": [FENCE, {"stage": "Thi công"}]})
    send(tmp_path, campaign, schemas, "SNV", {"1.2": NOT_STARTED, "1.3": DONE}, {"talks": [{"topic": "Bữa ăn"}]})
    return campaign, schemas


def test_only_who_is_asked_has_the_sheet(tmp_path: Path, two_lists: tuple[Campaign, Schemas]) -> None:
    names = templates(tmp_path)
    assert names["10002"] == ["Hướng dẫn", "Báo cáo", "Chỉ tiêu", "Công trình", "Đối thoại", "Đề xuất", "_meta"]
    assert names["SNV"] == ["Hướng dẫn", "Báo cáo", "Chỉ tiêu", "Đối thoại", "Đề xuất", "_meta"]
    (path,) = (tmp_path / "templates" / "xlsx" / "small" / "lan-1").glob("small_lan-1_10002_*.xlsx")
    workbook = openpyxl.load_workbook(path)
    guide = [str(cell.value) for row in workbook["Hướng dẫn"].iter_rows() for cell in row if cell.value]
    assert any("trang «Công trình», trang «Đối thoại»;" in text for text in guide)
    works = workbook["Công trình"]
    assert (works["A1"].value, works["A2"].value) == (
        "DANH SÁCH CÔNG TRÌNH AN TOÀN",
        "Mỗi công trình một dòng. Không có thì để trống.",
    )
    assert [cell.value for cell in works[3]] == [
        "STT",
        "Tên công trình",
        "Kinh phí (triệu đồng)",
        "Ngày xong",
        "Giai đoạn",
    ]
    assert works["A15"].value == 12


def test_two_lists_reach_every_output(tmp_path: Path, two_lists: tuple[Campaign, Schemas]) -> None:
    done, outbox = consolidated(tmp_path)
    assert "Traceback" not in done.error
    workbook = outbox / "tong-hop.xlsx"
    assert sheets(workbook) == [*FIXED, "Công trình", "Đối thoại", "Đề xuất", "Tiếp nhận", "Lỗi"]
    works = records(workbook, "Công trình")
    assert [(row["Mã cơ quan"], row["Tên công trình"], row["Kinh phí (triệu đồng)"]) for row in works] == [
        ("10002", "Camera cổng trường", 120.5),
        ("10002", "Tường rào", None),
        ("10003", "Tường rào", None),
        ("10003", None, None),
    ]
    assert [row["Số người"] for row in records(workbook, "Đối thoại")] == [None, 45]
    overview = [
        str(cell) for row in openpyxl.load_workbook(workbook)["Tổng quan"].iter_rows(values_only=True) for cell in row
    ]
    assert "Nhiệm vụ 1.2: 01/02 cơ quan có từ 02 công trình trở lên (50%), tổng số 03 công trình." in overview
    text = text_of(outbox / "bao-cao.docx")
    assert (
        "Theo danh sách công trình, 01/02 cơ quan, đơn vị, địa phương có từ 02 công trình trở lên, đạt 50% (yêu cầu 80%), "
        "với tổng số 03 công trình; chia theo giai đoạn: thi công 02; bàn giao 01. "
        "Còn 01 cơ quan, đơn vị chưa đủ 02 công trình trong danh sách: UBND xã Cẩm Giàng." in text
    )
    assert "Theo danh sách cuộc đối thoại, 02 cơ quan, đơn vị có 02 cuộc đối thoại." in text
    assert "mô hình" not in text.lower()
    page = (outbox / "tong-hop.html").read_text(encoding="utf-8")
    assert "Camera cổng trường" in page
    assert "Đối thoại 1" in page


def test_entries_stand_in_an_annex_where_the_campaign_wants_them(tmp_path: Path) -> None:
    campaign, schemas = campaign_with_lists(tmp_path, WORKS.replace("  rows: 12\n", "  annex: true\n"), TALKS)
    send(tmp_path, campaign, schemas, "10002", {"1.2": DONE, "1.3": DONE}, {"works": [CAMERA, FENCE]})
    _, outbox = consolidated(tmp_path)
    text = text_of(outbox / "bao-cao.docx")
    assert "nội dung các danh sách kèm theo tại Phụ lục V;" in text
    assert "1. Danh sách công trình an toàn (02)" in text
    tables = [
        [cell.text for cell in row.cells]
        for table in Document(str(outbox / "bao-cao.docx")).tables
        for row in table.rows
    ]
    assert ["1", "UBND xã Cẩm Giang", "Camera cổng trường", "120,5", "20/8/2025", "Bàn giao"] in tables
    assert not any("đối thoại" in str(row).lower() for row in tables)


def test_the_rules_name_the_list(tmp_path: Path, two_lists: tuple[Campaign, Schemas]) -> None:
    checked = tonghop("check", *ROUND, project=tmp_path)
    told = " ".join(checked.output.split())
    assert "Mục 1.2 ghi «Hoàn thành» nhưng trang «Công trình» mới có 1/2 công trình." not in told
    assert "Thiếu «Tên công trình» ở dòng đã điền." in told
    assert "trang «Đối thoại»" not in told


def test_too_few_entries_and_entries_too_early_are_told(tmp_path: Path) -> None:
    campaign, schemas = campaign_with_lists(tmp_path, WORKS)
    send(tmp_path, campaign, schemas, "10002", {"1.2": DONE, "1.3": DONE}, {"works": [CAMERA]})
    send(tmp_path, campaign, schemas, "10003", {"1.2": NOT_STARTED, "1.3": DONE}, {"works": [CAMERA]})
    told = " ".join(tonghop("check", *ROUND, project=tmp_path).output.split())
    assert "Mục 1.2 ghi «Hoàn thành» nhưng trang «Công trình» mới có 1/2 công trình." in told
    assert "Trang «Công trình» có 1 công trình nhưng mục 1.2 ghi «Chưa thực hiện»." in told
    text = text_of(consolidated(tmp_path)[1] / "bao-cao.docx")
    assert "báo cáo hoàn thành nhưng không có công trình trong danh sách (UBND xã Cẩm Giang)" in text
    assert "có công trình trong danh sách nhưng báo cáo chưa thực hiện (UBND xã Cẩm Giàng)" in text


def test_what_is_behind_a_cell_shows_the_entries(tmp_path: Path, two_lists: tuple[Campaign, Schemas]) -> None:
    told = tonghop("why", "10002", "1.2", *ROUND, project=tmp_path).output
    assert "Danh sách:" in told
    assert "Công trình 1, Tên công trình: Camera cổng trường" in told
    assert "Đối thoại" not in told


def test_a_list_without_a_target_is_counted_by_what_was_typed(tmp_path: Path) -> None:
    campaign, schemas = campaign_with_lists(tmp_path, TEAMS)
    teams = [{"area": name} for name in ("Thôn Đông", "Thôn Đông", "Thôn Tây")]
    send(tmp_path, campaign, schemas, "SNV", {"1.2": DONE, "1.3": DONE}, {"teams": teams})
    text = text_of(consolidated(tmp_path)[1] / "bao-cao.docx")
    assert (
        "Theo danh sách tổ cộng đồng, 01/05 cơ quan, đơn vị, địa phương có tổ cộng đồng, đạt 20%, với tổng số 03 tổ cộng "
        "đồng; chia theo địa bàn: thôn Đông 02; thôn Tây 01." in text
    )


def test_a_second_round_carries_the_lists_over_and_compares_them(tmp_path: Path) -> None:
    campaign, schemas = campaign_with_lists(tmp_path, WORKS, TALKS)
    send(tmp_path, campaign, schemas, "10002", {"1.2": DONE, "1.3": DONE}, {"works": [CAMERA, FENCE]})
    templates(tmp_path, "lan-2")
    (path,) = (tmp_path / "templates" / "xlsx" / "small" / "lan-2").glob("*_10002_*.xlsx")
    assert openpyxl.load_workbook(path)["Công trình"]["B4"].value == "Camera cổng trường"
    for agency in ("10002", "10003"):
        entries = {"works": [CAMERA, FENCE]}
        send(tmp_path, campaign, schemas, agency, {"1.2": IN_PROGRESS, "1.3": DONE}, entries, round_="lan-2")
    _, outbox = consolidated(tmp_path, "--round", "lan-2", "--as-of", "2025-12-04")
    rows = openpyxl.load_workbook(outbox / "tong-hop.xlsx")["Tổng quan"].iter_rows(values_only=True)
    (compared,) = (
        [cell for cell in row if cell is not None] for row in rows if "Cơ quan có từ 02 công trình trở lên" in row
    )
    assert compared[1:] == [2, 1, 1]


def test_a_list_added_for_others_leaves_a_form_as_it_is(tmp_path: Path) -> None:
    before = campaign_with_lists(tmp_path / "before", TALKS)
    campaign, schemas = campaign_with_lists(tmp_path / "after", TALKS, WORKS)
    fingerprints = {
        code: (form_of(*before, code).fingerprint, form_of(campaign, schemas, code).fingerprint)
        for code in ("SNV", "10002")
    }
    assert fingerprints["SNV"][0] == fingerprints["SNV"][1]
    assert fingerprints["10002"][0] != fingerprints["10002"][1]
    for code in fingerprints:
        send(tmp_path / "after", *before, code, {"1.2": DONE, "1.3": DONE})
    lines = tonghop("check", *ROUND, project=tmp_path / "after").output
    assert "Biểu mẫu cũ chưa có trang «Công trình»; danh sách này được tính là chưa điền." in " ".join(lines.split())
    assert lines.count("chưa có trang") == 1


def test_a_list_takes_dates_outside_the_campaign(tmp_path: Path) -> None:
    campaign, schemas = campaign_with_lists(tmp_path, WORKS)
    old = {**CAMERA, "due": date(2019, 3, 15)}
    send(
        tmp_path,
        campaign,
        schemas,
        "10002",
        {"1.2": DONE, "1.3": DONE},
        {"works": [old, {**FENCE, "due": date(2027, 5, 4)}]},
    )
    done, outbox = consolidated(tmp_path)
    assert "Lỗi: 0; " in done.output
    works = records(outbox / "tong-hop.xlsx", "Công trình")
    assert [row["Ngày xong"].date() for row in works if isinstance(row["Ngày xong"], datetime)] == [
        date(2019, 3, 15),
        date(2027, 5, 4),
    ]


def test_a_list_refuses_dates_outside_the_days_of_its_column(tmp_path: Path) -> None:
    nullable = 'dtype: "datetime64[ns]", nullable: true, '
    check = "{check_name: greater_than_or_equal_to, error: cell.date-outside-limits}"
    works = WORKS.replace(nullable, nullable + f"checks: [{{min_value: 2019-01-01, options: {check}}}], ")
    campaign, schemas = campaign_with_lists(tmp_path, works)
    old = {**CAMERA, "due": date(2018, 12, 31)}
    send(tmp_path, campaign, schemas, "10002", {"1.2": DONE, "1.3": DONE}, {"works": [old]})
    done, _ = consolidated(tmp_path)
    assert "Lỗi: 1; " in done.output
    told = tonghop("check", *ROUND, project=tmp_path)
    assert "không thuộc khoảng cho phép (từ ngày 01/01/2019 trở đi)" in told.output
