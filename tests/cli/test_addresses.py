"""Contacts go into the register where it has none, unconfirmed and each with its source."""

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Schemas
from tests.support.campaign import write_small_project
from tests.support.intake import DONE, return_bytes
from tests.support.project_command import run
from tests.support.terminal import tonghop

ASKED = ("--as-of", "2025-09-10")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_small_project(tmp_path)
    (tmp_path / "inbox").mkdir()
    return tmp_path


def register(project: Path) -> str:
    return (project / "catalogue" / "small" / "agencies.csv").read_bytes().decode()


def a_return(project: Path, schemas: Schemas, agency: str, header: Mapping[str, str]) -> None:
    """Put a return into the inbox whose header block tells somebody's contact."""

    def named(form: Form) -> Form:
        return replace(form, header={**form.header, **header})

    content = return_bytes(
        read_campaign(project, "small"), schemas, agency, rows={"1.2": DONE, "1.3": DONE}, change=named
    )
    (project / "inbox" / f"{agency}.xlsx").write_bytes(content)


def addresses_book(project: Path, rows: list[list[object]]) -> str:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Danh bạ"
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    path = project / "danh-ba.xlsx"
    path.write_bytes(buffer.getvalue())
    return str(path)


def test_returns_fill_what_is_empty_and_change_nothing_else(project: Path, schemas: Schemas) -> None:
    header = {"prepared_by": "Lê Thị Hoa", "email": "hoa@example.vn", "phone": "0912 345 678"}
    a_return(project, schemas, "10002", header)
    a_return(project, schemas, "SNV", {**header, "email": "khac@example.vn"})
    before = register(project)
    done = tonghop("catalogue", "addresses", *ASKED, project=project)
    assert (done.code, done.error) == (0, "")
    agencies = read_campaign(project, "small").agency_by_code
    assert (agencies["10002"].email, agencies["10002"].phone) == ("hoa@example.vn", "0912 345 678")
    assert agencies["10002"].contact_name == "Lê Thị Hoa"
    assert "10002.xlsx, trang Báo cáo, ô" in agencies["10002"].note
    assert agencies["10002"].has_unconfirmed_address
    # the address that the register has stays, and the other one is told
    assert agencies["SNV"].email == "snv@example.vn"
    assert not agencies["SNV"].has_unconfirmed_address
    assert "khac@example.vn" in done.output
    changed = {line.split(",")[0] for line in set(register(project).split("\n")) - set(before.split("\n"))}
    assert changed == {"10002", "SNV"}


def test_run_again_it_finds_nothing_new(project: Path, schemas: Schemas) -> None:
    a_return(project, schemas, "10002", {"email": "hoa@example.vn"})
    tonghop("catalogue", "addresses", *ASKED, project=project)
    before = register(project)
    done = tonghop("catalogue", "addresses", *ASKED, project=project)
    assert "Không có liên hệ mới" in done.output
    assert register(project) == before


def test_a_workbook_is_read_wherever_its_columns_stand(project: Path) -> None:
    book = addresses_book(
        project,
        [
            ["Danh bạ của tỉnh"],
            ["STT", "Đơn vị", "Họ và tên", "Số điện thoại", "Hộp thư"],
            [1, "Xã Hoà Bình", "Trần Văn An", 912345678, "hoabinh@example.vn"],
            [2, "UBND xã Cẩm Giang", None, None, "a@example.vn; b@example.vn"],
            [3, "Xã không có", None, None, "khong@example.vn"],
            [4, "Sở Nội vụ", None, "0225.123.456", "SNV@example.vn"],
        ],
    )
    done = run("catalogue", "addresses", book, *ASKED, project=project)
    assert done.code == 0, done.error
    agencies = read_campaign(project, "small").agency_by_code
    assert (agencies["10001"].email, agencies["10001"].phone) == ("hoabinh@example.vn", "0912345678")
    assert agencies["10001"].contact_name == "Trần Văn An"
    assert "danh-ba.xlsx, trang Danh bạ, ô E3" in agencies["10001"].note
    assert agencies["10002"].email == ""
    for part in ("có nhiều địa chỉ", "không rõ là của cơ quan nào", "Giống danh sách: 1."):
        assert part in done.output


@pytest.mark.parametrize("content", [None, b"", b"%PDF-1.4", b"PK\x03\x04"])
def test_what_is_no_workbook_is_one_line(project: Path, content: bytes | None) -> None:
    path = project / "danh-ba.xlsx"
    if content is not None:
        path.write_bytes(content)
    before = register(project)
    done = run("catalogue", "addresses", str(path), *ASKED, project=project)
    assert (done.code, done.output, done.error.count("\n")) == (2, "", 1)
    assert register(project) == before


def test_drafts_to_addresses_nobody_confirmed_lie_apart(project: Path, schemas: Schemas) -> None:
    a_return(project, schemas, "10002", {"email": "hoa@example.vn"})
    tonghop("catalogue", "addresses", *ASKED, project=project)
    (project / "inbox" / "10002.xlsx").unlink()
    done = tonghop("remind", "--round", "lan-1", *ASKED, project=project)
    assert done.code == 0, done.error
    folder = project / "outbox" / "small" / "don-doc" / "lan-1"
    assert (folder / "chua-xac-nhan" / "10002.eml").is_file()
    assert not (folder / "10002.eml").exists()
    assert "hoa@example.vn" in done.output
    assert "10002" in (folder / "README.txt").read_text("utf-8")
    # confirmed by deleting the sentence
    path = project / "catalogue" / "small" / "agencies.csv"
    text, note = path.read_text("utf-8"), read_campaign(project, "small").agency_by_code["10002"].note
    path.write_text(text.replace(f'"{note}"', ""), encoding="utf-8")
    assert tonghop("remind", "--round", "lan-1", *ASKED, project=project).code == 0
    assert (folder / "10002.eml").is_file()
