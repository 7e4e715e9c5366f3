"""The register's file: its mistakes are told with line and column, and no name belongs to two agencies."""

from pathlib import Path

import pytest

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
        ("code,name,abbreviation", "name,code,abbreviation", 1, "", "sai thứ tự"),
        ("TT,Thanh tra tỉnh,TT,", "TT,Thanh tra, tỉnh,TT,", 3, "[TT]", "có 16 ô, cần 15"),
        ("TT,Thanh tra tỉnh,TT,", "T,Thanh tra tỉnh,TT,", 3, "[T].code", "2 đến 20 chữ hoa"),
        ("TT,Thanh tra tỉnh,TT,", "CON,Thanh tra tỉnh,TT,", 3, "[CON].code", "tên riêng của máy"),
        ("TT,Thanh tra tỉnh,TT,", "TT,,TT,", 3, "[TT].name", "không được để trống"),
        ("TT,Thanh tra tỉnh,TT,departments", "TT,Thanh tra tỉnh,TT,sở", 3, "[TT].group", "chỉ nhận: departments"),
        ("SNV,departments,Sở Nội vụ tỉnh An Bình,yes", "SNV,departments,,có", 2, "[SNV].active", "chỉ nhận: yes, no"),
        ("2025-07-01", "01/7/2025", 4, "[10001].valid_from", "năm-tháng-ngày"),
        ("2025-07-01,,", "2025-07-01,2025-06-01,", 4, "[10001].valid_to", "trước valid_from"),
        ("2025-07-01,,", "2025-07-01,,10009", 4, "[10001].successors", "không có cơ quan mã «10009»"),
        ("2025-07-01,,", "2025-07-01,,10001", 4, "[10001].successors", "dẫn vòng về chính nó"),
        ("snv@example.vn", "snv@example.vn\nBcc: a@b.vn", 2, "[SNV]", "ô"),
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


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_register_saved_with_other_separators_is_told_so(tmp_path: Path, mark: str) -> None:
    text = SMALL[AGENCIES].replace(";", " ").replace(",", mark)
    assert "cách nhau bằng dấu phẩy" in str(refused(tmp_path, {**SMALL, AGENCIES: text}))


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
