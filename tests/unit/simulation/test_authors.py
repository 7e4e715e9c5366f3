"""Authors: a commune, a department, a university and an irrigation company speak differently of themselves."""

from collections import Counter

import pytest

from pipeline.campaign.agencies import Agency, Group
from tests.support.simulation import author, city


@pytest.mark.parametrize(
    ("name", "group", "kind", "own_name", "sign"),
    [
        ("UBND phường Lê Chân", Group.COMMUNES, "ward", "UBND phường", "UBND"),
        ("UBND xã Cẩm Giàng", Group.COMMUNES, "rural", "UBND xã", "UBND"),
        ("UBND đặc khu Cát Hải", Group.COMMUNES, "special_zone", "UBND đặc khu", "UBND"),
        ("UBND thị trấn Núi Đèo", Group.COMMUNES, "rural", "UBND xã", "UBND"),
        ("Sở Y tế", Group.DEPARTMENTS, "department", "Sở", "SYT"),
        ("Sở Nông nghiệp và Môi trường", Group.DEPARTMENTS, "department", "Sở", "SNNMT"),
        ("Thanh tra thành phố", Group.DEPARTMENTS, "inspectorate", "Thanh tra thành phố", "TT"),
        ("Văn phòng Ủy ban nhân dân thành phố", Group.DEPARTMENTS, "office", "Văn phòng", "VPUBND"),
        ("Ban Quản lý Khu kinh tế", Group.DEPARTMENTS, "board", "Ban Quản lý", "BQLKKT"),
        ("Trường Đại học Hải Phòng", Group.PUBLIC_SERVICE_UNITS, "university", "Nhà trường", "ĐHHP"),
        ("Trung tâm Quan trắc môi trường", Group.PUBLIC_SERVICE_UNITS, "public_unit", "đơn vị", "TTQTMT"),
        ("Ban Quản lý dự án giao thông", Group.PUBLIC_SERVICE_UNITS, "project_board", "Ban Quản lý dự án", "BQLDA"),
        ("Quỹ phát triển đất", Group.PUBLIC_SERVICE_UNITS, "fund", "Quỹ", "QPTĐ"),
        (
            "Công ty TNHH MTV Khai thác công trình thủy lợi Đa Độ",
            Group.STATE_ENTERPRISES,
            "irrigation",
            "Công ty",
            "TL",
        ),
        ("Công ty Khai thác công trình thuỷ lợi", Group.STATE_ENTERPRISES, "irrigation", "Công ty", "TL"),
        ("Công ty Điện nước", Group.STATE_ENTERPRISES, "enterprise", "Công ty", "CT"),
        ("Hội đồng nhân dân", Group.OTHER_BODIES, "public_unit", "đơn vị", "HĐND"),
    ],
)
def test_the_kind_of_an_agency_follows_from_its_group_and_name(
    name: str, group: Group, kind: str, own_name: str, sign: str
) -> None:
    agency = Agency(code="X", name=name, abbreviation="", group=group)
    assert author(agency).kind.name == kind
    assert author(agency).kind.names["self"] == own_name
    assert author(agency).symbol == sign


def test_an_abbreviation_of_the_register_signs_documents() -> None:
    assert author(Agency(code="SYT", name="Sở Y tế", abbreviation="SYT", group=Group.DEPARTMENTS)).symbol == "SYT"


def test_the_city_has_every_kind_of_agency() -> None:
    campaign, _, _ = city()
    kinds = Counter(author(agency).kind.name for agency in campaign.reporting_agencies)
    assert kinds["ward"] == 45
    assert kinds["rural"] == 67
    assert kinds["special_zone"] == 2
    assert {"university", "project_board", "fund", "irrigation", "drainage", "lottery"} <= set(kinds)
