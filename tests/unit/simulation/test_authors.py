"""Authors: a commune, a department, a university and an irrigation company speak differently of themselves."""

from collections import Counter

import pytest

from pipeline.campaign.agencies import Agency
from tests.support.simulation import author, city


@pytest.mark.parametrize(
    ("name", "group", "kind", "own_name", "sign"),
    [
        ("UBND phường Lê Chân", "communes", "ward", "UBND phường", "UBND"),
        ("UBND xã Cẩm Giàng", "communes", "rural", "UBND xã", "UBND"),
        ("UBND đặc khu Cát Hải", "communes", "special_zone", "UBND đặc khu", "UBND"),
        ("UBND thị trấn Núi Đèo", "communes", "rural", "UBND xã", "UBND"),
        ("Sở Y tế", "departments", "department", "Sở", "SYT"),
        ("Sở Nông nghiệp và Môi trường", "departments", "department", "Sở", "SNNMT"),
        ("Thanh tra thành phố", "departments", "inspectorate", "Thanh tra thành phố", "TT"),
        ("Văn phòng Ủy ban nhân dân thành phố", "departments", "office", "Văn phòng", "VPUBND"),
        ("Ban Quản lý Khu kinh tế", "departments", "board", "Ban Quản lý", "BQLKKT"),
        ("Trường Đại học Hải Phòng", "public_service_units", "university", "Nhà trường", "ĐHHP"),
        ("Trung tâm Quan trắc môi trường", "public_service_units", "public_unit", "đơn vị", "TTQTMT"),
        ("Ban Quản lý dự án giao thông", "public_service_units", "project_board", "Ban Quản lý dự án", "BQLDA"),
        ("Quỹ phát triển đất", "public_service_units", "fund", "Quỹ", "QPTĐ"),
        (
            "Công ty TNHH MTV Khai thác công trình thủy lợi Đa Độ",
            "state_enterprises",
            "irrigation",
            "Công ty",
            "TL",
        ),
        ("Công ty Khai thác công trình thuỷ lợi", "state_enterprises", "irrigation", "Công ty", "TL"),
        ("Công ty Điện nước", "state_enterprises", "enterprise", "Công ty", "CT"),
        ("Hội đồng nhân dân", "other_bodies", "public_unit", "đơn vị", "HĐND"),
    ],
)
def test_the_kind_of_an_agency_follows_from_its_group_and_name(
    name: str, group: str, kind: str, own_name: str, sign: str
) -> None:
    agency = Agency(code="X", name=name, abbreviation="", group=city()[0].group_by_code[group])
    assert author(agency).kind.name == kind
    assert author(agency).kind.names["self"] == own_name
    assert author(agency).symbol == sign


def test_an_abbreviation_of_the_register_signs_documents() -> None:
    departments = city()[0].group_by_code["departments"]
    assert author(Agency(code="SYT", name="Sở Y tế", abbreviation="SYT", group=departments)).symbol == "SYT"


def test_the_city_has_every_kind_of_agency() -> None:
    campaign, _, _ = city()
    kinds = Counter(author(agency).kind.name for agency in campaign.reporting_agencies)
    assert kinds["ward"] == 45
    assert kinds["rural"] == 67
    assert kinds["special_zone"] == 2
    assert {"university", "project_board", "fund", "irrigation", "drainage", "lottery"} <= set(kinds)
