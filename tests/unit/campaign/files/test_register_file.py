"""The register's file: its mistakes are told with line and column, and no name belongs to two agencies."""

import csv
import io
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.agencies import Verification
from pipeline.campaign.files.reading import read_campaign
from pipeline.campaign.files.register_file import read_register_file
from pipeline.errors import ConfigurationError
from tests.support.campaign import SMALL, edited, refused, write_small_project

AGENCIES = "agencies.csv"


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "reason"),
    [
        ("code,name,", "code,", 1, "", "thiếu cột name"),
        ("verified,source,note", "verified,source,note,fax", 1, "", "thừa cột fax"),
        ("source,note", "sources,note", 1, "", "thừa cột sources (có phải là source?)"),
        ("source,note", "note,note", 1, "", "cột lặp lại: note"),
        ("TT,Thanh tra tỉnh,TT,", "TT,Thanh tra, tỉnh,TT,", 3, "[TT]", "có 16 ô, cần 15; ô có dấu ngăn cách cột"),
        ("TT,Thanh tra tỉnh,TT,", "T,Thanh tra tỉnh,TT,", 3, "[T].code", "2 đến 20 chữ hoa"),
        ("TT,Thanh tra tỉnh,TT,", "CON,Thanh tra tỉnh,TT,", 3, "[CON].code", "tên riêng của máy"),
        ("TT,Thanh tra tỉnh,TT,", "TT,,TT,", 3, "[TT].name", "không được để trống"),
        (
            "TT,Thanh tra tỉnh,TT,departments",
            "TT,Thanh tra tỉnh,TT,sở",
            3,
            "[TT].group",
            "hiện có: departments, communes",
        ),
        ("TT,Thanh tra tỉnh,TT,departments", "TT,Thanh tra tỉnh,TT,department", 3, "[TT].group", "là «departments»?"),
        ("SNV,departments,Sở Nội vụ tỉnh An Bình,yes", "SNV,departments,,có", 2, "[SNV].active", "chỉ nhận: yes, no"),
        ("2025-07-01", "31/6/2025", 4, "[10001].valid_from", "ghi như 2026-08-31 hoặc 31/08/2026"),
        ("2025-07-01", "7/25/2025", 4, "[10001].valid_from", "ghi như 2026-08-31 hoặc 31/08/2026"),
        ("2025-07-01,,", "2025-07-01,2025-06-01,", 4, "[10001].valid_to", "trước valid_from"),
        ("2025-07-01,,", "2025-07-01,,10009", 4, "[10001].successors", "không có cơ quan mã «10009»"),
        ("2025-07-01,,", "2025-07-01,,10001", 4, "[10001].successors", "dẫn vòng về chính nó"),
        ("snv@example.vn", "snv@example.vn\nBcc: a@b.vn", 3, "[Bcc: a@b.vn].code", "2 đến 20 chữ hoa"),
        ("snv@example.vn", '"snv@example.vn\nBcc: a@b.vn"', 2, "[SNV].email", "một địa chỉ thư điện tử"),
        ("0225 123 456", "máy lẻ 12", 2, "[SNV].phone", "số điện thoại"),
        ("TT,Thanh tra tỉnh,TT,", "SNV,Thanh tra tỉnh,TT,", 3, "[SNV].code", "mã «SNV» bị lặp lại"),
        ("Thanh tra tỉnh", "sở nội  vụ", 3, "[TT].name", "cũng là tên của SNV"),
        ("Thanh tra tỉnh", '"Thanh tra', 3, "", "sai dạng CSV"),
    ],
)
def test_a_mistake_in_the_register_is_told_with_its_line_and_field(
    tmp_path: Path, old: str, new: str, line: int, field: str, reason: str
) -> None:
    error = refused(tmp_path, edited(AGENCIES, old, new))
    assert (error.path.name, error.field.startswith(field)) == (AGENCIES, True)
    assert reason in str(error)
    if reason != "sai dạng CSV":
        assert error.line == line


def written(encoding: str, separator: str, *, start: str = "", ends: bool = True) -> bytes:
    """The small register as a spreadsheet writes it; without `ends`, empty cells at the end of a row are left out."""
    stream = io.StringIO(start, newline="")
    stream.seek(0, io.SEEK_END)
    writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
    for row in csv.reader(io.StringIO(SMALL[AGENCIES])):
        while not ends and row and not row[-1]:
            row.pop()
        writer.writerow(row)
    text = stream.getvalue()
    return (
        text.encode() if encoding == "utf-8" else as_code_page(text) if encoding == "cp1258" else text.encode(encoding)
    )


def as_code_page(text: str) -> bytes:
    """The text in code page 1258, whose tone marks are letters of their own."""
    return b"".join(
        letter.encode("cp1258")
        for composed in text
        for letter in ([composed] if in_code_page(composed) else separated_tone(composed))
    )


def in_code_page(letter: str) -> bool:
    return letter.encode("cp1258", "ignore") != b""


def separated_tone(letter: str) -> str:
    marks = unicodedata.normalize("NFD", letter)
    tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", marks.replace(tone, "")) + tone


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_register_is_read_as_spreadsheets_write_it(tmp_path: Path, encoding: str, separator: str) -> None:
    write_small_project(tmp_path / "plain")
    write_small_project(tmp_path / "saved", {**SMALL, AGENCIES: written(encoding, separator)})
    assert read_campaign(tmp_path / "saved", "small") == read_campaign(tmp_path / "plain", "small")


def test_empty_cells_at_the_end_and_a_line_that_names_the_separator_change_nothing(tmp_path: Path) -> None:
    write_small_project(tmp_path / "plain")
    write_small_project(tmp_path / "saved", {**SMALL, AGENCIES: written("utf-8", ";", start="sep=;\r\n", ends=False)})
    assert read_campaign(tmp_path / "saved", "small") == read_campaign(tmp_path / "plain", "small")
    path = write_small_project(tmp_path / "wrong", edited(AGENCIES, "TT,Thanh tra tỉnh", "T,Thanh tra tỉnh"))
    text = (path / AGENCIES).read_text(encoding="utf-8")
    assert refused(tmp_path / "wrong", {**SMALL, AGENCIES: f"sep=,\n{text}"}).line == 4


@pytest.mark.parametrize("content", [b"S? N?i v? t\xe9", b"PK\x03\x04 and more"])
def test_letters_that_were_lost_and_workbooks_are_told_with_the_way_out(tmp_path: Path, content: bytes) -> None:
    data = SMALL[AGENCIES].splitlines()[0].encode() + b"\nSNV," + content + b",SNV,departments\n"
    data = content if content.startswith(b"PK") else data
    assert "kiểu «CSV UTF-8»" in str(refused(tmp_path, {**SMALL, AGENCIES: data}))


def test_an_address_with_a_question_mark_is_no_lost_letter(tmp_path: Path) -> None:
    text = SMALL[AGENCIES].replace("yes,,\nTT", "yes,https://a.vn/x?id=1,\nTT", 1)
    write_small_project(tmp_path, {**SMALL, AGENCIES: as_code_page(text)})
    assert read_campaign(tmp_path, "small").agencies[0].source == "https://a.vn/x?id=1"


def test_three_columns_are_enough_in_any_order(tmp_path: Path) -> None:
    text = "group,name,code\ndepartments,Sở Nội vụ,SNV\ndepartments,Thanh tra,TT\ncommunes,UBND xã A,10001\n"
    text += "communes,UBND xã B,10002\n"
    write_small_project(tmp_path, {**SMALL, AGENCIES: text})
    agency = read_campaign(tmp_path, "small").agencies[0]
    assert (agency.code, agency.name, agency.group.code) == ("SNV", "Sở Nội vụ", "departments")
    assert (agency.active, agency.reports, agency.verified, agency.aliases) == (True, True, Verification.NO, ())


def with_within(**above: str) -> dict[str, str | bytes]:
    head, *lines = SMALL[AGENCIES].splitlines()
    cells = [f"{line},{above.get('c' + line.split(',')[0], '')}" for line in lines]
    return {**SMALL, AGENCIES: "\n".join([f"{head},within", *cells]) + "\n"}


def test_an_agency_may_be_within_another(tmp_path: Path) -> None:
    write_small_project(tmp_path, with_within(c10001="TT", cTT="SNV"))
    agencies = read_campaign(tmp_path, "small").agency_by_code
    assert [agencies[code].within for code in ("10001", "TT", "SNV")] == ["TT", "SNV", None]


@pytest.mark.parametrize(
    ("above", "reason"),
    [
        ({"c10001": "10009"}, "[10001].within: không có cơ quan mã «10009»"),
        ({"c10001": "10001"}, "[10001].within: dẫn vòng về chính nó"),
        ({"c10001": "TT", "cTT": "10001"}, "[TT].within: dẫn vòng về chính nó"),
    ],
)
def test_an_agency_is_within_one_that_is_there_and_not_within_itself(
    tmp_path: Path, above: dict[str, str], reason: str
) -> None:
    assert reason in str(refused(tmp_path, with_within(**above)))


def test_a_telephone_number_that_a_spreadsheet_cut_is_read_whole_and_told(tmp_path: Path) -> None:
    write_small_project(tmp_path, edited(AGENCIES, "0225 123 456", "2253842424"))
    campaign = read_campaign(tmp_path, "small")
    assert campaign.agency_by_code["SNV"].phone == "02253842424"
    (remark,) = campaign.remarks
    assert "agencies.csv:2: [SNV].phone: " in remark
    assert "«2253842424», hiểu là 02253842424" in remark


def test_a_number_that_no_longer_has_all_its_digits_is_refused_with_the_way_out(tmp_path: Path) -> None:
    error = refused(tmp_path, edited(AGENCIES, "0225 123 456", '"2,25384E+09"'))
    assert (error.line, error.field) == (2, "[SNV].phone")
    assert "dạng Văn bản" in str(error)


def test_names_that_differ_by_one_tone_mark_are_two_agencies(tmp_path: Path) -> None:
    write_small_project(tmp_path)
    names = [agency.name for agency in read_campaign(tmp_path, "small").agencies]
    assert {"UBND xã Cẩm Giang", "UBND xã Cẩm Giàng"} <= set(names)


@pytest.mark.parametrize("alias", ["Xã Cẩm Giàng", "XÃ CẨM GIÀNG", "ubnd xã cẩm giàng", "Xa\u0303 Cẩm Giàng"])
def test_an_alias_belongs_to_one_agency_however_it_is_typed(tmp_path: Path, alias: str) -> None:
    error = refused(tmp_path, edited(AGENCIES, "communes,Xã Cẩm Giang,", f"communes,Xã Cẩm Giang;{alias},"))
    assert error.field in {"[10002].aliases", "[10003].aliases", "[10003].name"}


def test_another_placement_of_the_tone_mark_is_the_same_name_and_may_stand_beside_it(tmp_path: Path) -> None:
    write_small_project(tmp_path)
    commune = read_campaign(tmp_path, "small").agency_by_code["10001"]
    assert commune.aliases == ("Xã Hòa Bình", "Xã Hoà Bình")


def test_blank_lines_of_the_register_are_passed_over(tmp_path: Path) -> None:
    write_small_project(tmp_path, {**SMALL, AGENCIES: SMALL[AGENCIES].replace("TT,", f"\n{',' * 14}\nTT,", 1)})
    assert len(read_campaign(tmp_path, "small").agencies) == 6


def test_a_register_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="không đọc được tệp") as caught:
        read_register_file(tmp_path)
    assert caught.value.path == tmp_path


@pytest.mark.parametrize("typed", ["31/08/2025", "31/8/2025", "31-08-2025", "2025-08-31"])
def test_a_day_is_read_as_spreadsheets_save_it(tmp_path: Path, typed: str) -> None:
    project = tmp_path / "project"
    write_small_project(project, edited(AGENCIES, "2025-07-01", typed))
    assert read_campaign(project, "small").agency_by_code["10001"].valid_from == date(2025, 8, 31)
