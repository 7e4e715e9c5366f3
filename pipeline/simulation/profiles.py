"""Profiles: how each kind of agency names itself, its head, its people and its parts. Data, with one lookup."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from unicodedata import normalize

from pipeline.campaign.agencies import Agency, Group
from pipeline.text import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One kind of agency; every text stands inside a sentence as it is."""

    #: Key of the blocks in `simulation.yaml`, more special than the group.
    name: str
    group: Group
    #: Expression found in the folded name; "" fits no name of its own and is the general kind of the group.
    pattern: str
    #: How it calls itself: "UBND phường", "Sở", "Nhà trường".
    own_name: str
    head: str
    party: str
    #: The mass organisation it works with.
    partner: str
    staff: str
    #: Its own offices ("phòng chuyên môn").
    offices: str
    #: Its parts in general ("tổ dân phố") and one of them ("tổ dân phố số {1..12}"), a block.
    units: str
    unit: str
    #: Whom it serves.
    public: str
    channel: str
    #: "trên địa bàn phường", "trong toàn ngành".
    within: str
    #: Symbol of documents; "" takes the register's abbreviation, else the initials of the name.
    symbol: str
    #: Symbol of the desk in an official letter: 215/UBND-VHXH.
    desk: str
    #: Positions of those who prepare reports.
    positions: tuple[str, ...]
    #: Documents a day, in tenths: numbers rise with the date.
    documents_a_day: int


_WARD = Profile(
    name="ward",
    group=Group.COMMUNES,
    pattern="phường",
    own_name="UBND phường",
    head="Chủ tịch UBND phường",
    party="Đảng ủy phường",
    partner="Ủy ban MTTQ Việt Nam phường",
    staff="cán bộ, công chức",
    offices="phòng chuyên môn",
    units="tổ dân phố",
    unit="tổ dân phố số {1..18}",
    public="Nhân dân",
    channel="hệ thống truyền thanh và trang thông tin điện tử phường",
    within="trên địa bàn phường",
    symbol="UBND",
    desk="VHXH",
    positions=(
        "Chuyên viên Phòng Văn hóa - Xã hội",
        "Phó Trưởng phòng Văn hóa - Xã hội",
        "Chuyên viên Văn phòng HĐND và UBND",
        "Phó Chánh Văn phòng HĐND và UBND",
    ),
    documents_a_day=12,
)
_RURAL = replace(
    _WARD,
    name="rural",
    pattern="xã",
    own_name="UBND xã",
    head="Chủ tịch UBND xã",
    party="Đảng ủy xã",
    partner="Ủy ban MTTQ Việt Nam xã",
    units="thôn",
    unit="thôn [Đông|Đoài|Trung|Hạ|Thượng|Nội|Ngoại|Tân Tiến|Đồng Tâm|Hòa Bình|An Khê|Phú Xuân|Kim Sơn]",
    channel="hệ thống truyền thanh và trang thông tin điện tử xã",
    within="trên địa bàn xã",
)
_SPECIAL = replace(
    _WARD,
    name="special_zone",
    pattern="đặc khu",
    own_name="UBND đặc khu",
    head="Chủ tịch UBND đặc khu",
    party="Đảng ủy đặc khu",
    partner="Ủy ban MTTQ Việt Nam đặc khu",
    units="khu dân cư",
    unit="khu dân cư số {1..6}",
    channel="hệ thống truyền thanh và trang thông tin điện tử đặc khu",
    within="trên địa bàn đặc khu",
)
_DEPARTMENT = Profile(
    name="department",
    group=Group.DEPARTMENTS,
    pattern="^sở",
    own_name="Sở",
    head="Giám đốc Sở",
    party="Đảng ủy Sở",
    partner="Công đoàn cơ quan Sở",
    staff="công chức, viên chức, người lao động",
    offices="phòng, đơn vị",
    units="phòng, đơn vị trực thuộc",
    unit="[Văn phòng Sở|các phòng chuyên môn|các đơn vị sự nghiệp trực thuộc]",
    public="người dân, doanh nghiệp",
    channel="cổng thông tin điện tử của Sở",
    within="trong toàn ngành",
    symbol="",
    desk="VP",
    positions=("Chuyên viên Văn phòng Sở", "Phó Chánh Văn phòng Sở", "Chuyên viên chính Văn phòng Sở"),
    documents_a_day=28,
)
_OFFICE = replace(
    _DEPARTMENT,
    name="office",
    pattern="^văn phòng",
    own_name="Văn phòng",
    head="Chánh Văn phòng",
    party="Đảng ủy Văn phòng",
    partner="Công đoàn Văn phòng",
    units="phòng, đơn vị thuộc Văn phòng",
    unit="[Trung tâm Phục vụ hành chính công|các phòng nghiên cứu, tổng hợp|Phòng Hành chính - Quản trị]",
    channel="cổng thông tin điện tử thành phố",
    within="trong toàn Văn phòng",
    desk="HCQT",
    positions=("Chuyên viên Phòng Hành chính - Quản trị", "Phó Trưởng phòng Hành chính - Quản trị"),
)
_INSPECTORATE = replace(
    _DEPARTMENT,
    name="inspectorate",
    pattern="^thanh tra",
    own_name="Thanh tra thành phố",
    head="Chánh Thanh tra thành phố",
    party="Đảng ủy Thanh tra thành phố",
    partner="Công đoàn Thanh tra thành phố",
    units="phòng nghiệp vụ",
    unit="[các phòng nghiệp vụ|Văn phòng|Ban Tiếp công dân]",
    channel="trang thông tin điện tử của Thanh tra thành phố",
    within="trong toàn ngành Thanh tra thành phố",
    positions=("Thanh tra viên", "Phó Chánh Văn phòng", "Chuyên viên Văn phòng"),
)
_BOARD = replace(
    _DEPARTMENT,
    name="board",
    pattern="^ban",
    own_name="Ban Quản lý",
    head="Trưởng Ban Quản lý",
    party="Đảng ủy Ban Quản lý",
    partner="Công đoàn Ban Quản lý",
    unit="[Văn phòng Ban|các phòng chuyên môn|các đơn vị trực thuộc Ban]",
    public="doanh nghiệp, người lao động trong khu kinh tế, khu công nghiệp",
    channel="cổng thông tin điện tử của Ban Quản lý",
    within="trong các khu công nghiệp, khu kinh tế",
    positions=("Chuyên viên Văn phòng Ban", "Phó Chánh Văn phòng Ban"),
)
_PUBLIC_UNIT = Profile(
    name="public_unit",
    group=Group.PUBLIC_SERVICE_UNITS,
    pattern="",
    own_name="đơn vị",
    head="Thủ trưởng đơn vị",
    party="Đảng ủy đơn vị",
    partner="Công đoàn cơ sở",
    staff="viên chức, người lao động",
    offices="phòng, ban",
    units="phòng, ban trực thuộc",
    unit="[Phòng Tổ chức - Hành chính|các phòng chuyên môn]",
    public="tổ chức, cá nhân đến giao dịch",
    channel="trang thông tin điện tử của đơn vị",
    within="trong toàn đơn vị",
    symbol="",
    desk="TCHC",
    positions=("Trưởng phòng Tổ chức - Hành chính", "Chuyên viên Phòng Tổ chức - Hành chính"),
    documents_a_day=9,
)
_UNIVERSITY = replace(
    _PUBLIC_UNIT,
    name="university",
    pattern="^trường",
    own_name="Nhà trường",
    head="Hiệu trưởng",
    party="Đảng ủy Nhà trường",
    partner="Công đoàn, Đoàn Thanh niên Nhà trường",
    staff="viên chức, giảng viên, người lao động",
    offices="khoa, phòng",
    units="khoa, phòng, trung tâm",
    unit="[Khoa Kinh tế|Khoa Công nghệ thông tin|Khoa Điện - Cơ khí|Phòng Công tác sinh viên|Khoa Ngoại ngữ]",
    public="người học và phụ huynh",
    channel="trang thông tin điện tử và trang Facebook của Nhà trường",
    within="trong toàn trường",
    positions=("Trưởng phòng Tổ chức - Hành chính", "Chuyên viên Phòng Tổ chức cán bộ", "Phó Trưởng phòng Tổng hợp"),
)
_PROJECT_BOARD = replace(
    _PUBLIC_UNIT,
    name="project_board",
    pattern="^ban quản lý dự án",
    own_name="Ban Quản lý dự án",
    head="Giám đốc Ban",
    party="Chi bộ Ban",
    units="phòng, ban điều hành dự án",
    unit="[Phòng Điều hành dự án {1..3}|Phòng Kế hoạch - Tổng hợp|Phòng Giải phóng mặt bằng]",
    public="người dân vùng dự án",
    channel="trang thông tin điện tử của Ban và niêm yết tại công trường",
    within="tại các dự án do Ban quản lý",
    symbol="BQLDA",
    positions=("Trưởng phòng Kế hoạch - Tổng hợp", "Chuyên viên Phòng Kế hoạch - Tổng hợp"),
)
_FUND = replace(
    _PUBLIC_UNIT,
    name="fund",
    pattern="^quỹ",
    own_name="Quỹ",
    head="Giám đốc Quỹ",
    party="Chi bộ Quỹ",
    units="phòng nghiệp vụ",
    unit="[Phòng Nghiệp vụ|Phòng Kế toán|Phòng Hành chính - Tổng hợp]",
    public="khách hàng, nhà đầu tư",
    channel="trang thông tin điện tử của Quỹ",
    within="trong toàn Quỹ",
    positions=("Trưởng phòng Hành chính - Tổng hợp", "Chuyên viên Phòng Hành chính - Tổng hợp"),
)
_ENTERPRISE = Profile(
    name="enterprise",
    group=Group.STATE_ENTERPRISES,
    pattern="",
    own_name="Công ty",
    head="Giám đốc Công ty",
    party="Đảng ủy Công ty",
    partner="Công đoàn Công ty",
    staff="cán bộ, người lao động",
    offices="phòng, xí nghiệp",
    units="phòng, xí nghiệp trực thuộc",
    unit="[Phòng Tổ chức - Hành chính|Xí nghiệp số {1..4}]",
    public="khách hàng",
    channel="bảng tin và trang thông tin điện tử của Công ty",
    within="trong toàn Công ty",
    symbol="CT",
    desk="TCHC",
    positions=("Trưởng phòng Tổ chức - Hành chính", "Chuyên viên Phòng Tổ chức - Hành chính"),
    documents_a_day=7,
)
_IRRIGATION = replace(
    _ENTERPRISE,
    name="irrigation",
    pattern="thủy lợi",
    units="cụm thủy nông, trạm bơm",
    unit="[cụm thủy nông số {1..8}|Xí nghiệp Thủy nông {1..4}]",
    public="các hộ dùng nước",
    within="trong toàn hệ thống thủy nông",
    symbol="TL",
)
_DRAINAGE = replace(
    _ENTERPRISE,
    name="drainage",
    pattern="thoát nước",
    unit="[Xí nghiệp Thoát nước số {1..4}|Xí nghiệp Xử lý nước thải]",
    public="các hộ dân và khách hàng",
    symbol="TN",
)
_URBAN = replace(
    _ENTERPRISE,
    name="urban_environment",
    pattern="môi trường đô thị",
    unit="[Xí nghiệp Môi trường {1..4}|Xí nghiệp Xử lý chất thải rắn]",
    public="các hộ dân",
    symbol="MTĐT",
)
_LOTTERY = replace(
    _ENTERPRISE,
    name="lottery",
    pattern="xổ số",
    units="phòng nghiệp vụ, văn phòng đại diện",
    unit="[Phòng Kế hoạch - Phát hành|Phòng Trả thưởng|Văn phòng đại diện]",
    public="đại lý, người bán vé lẻ",
    symbol="XSKT",
)

#: In the order of trying; within a group the special kinds stand before the general one.
PROFILES = (
    _WARD,
    _RURAL,
    _SPECIAL,
    _DEPARTMENT,
    _OFFICE,
    _INSPECTORATE,
    _BOARD,
    _UNIVERSITY,
    _PROJECT_BOARD,
    _FUND,
    _PUBLIC_UNIT,
    _IRRIGATION,
    _DRAINAGE,
    _URBAN,
    _LOTTERY,
    _ENTERPRISE,
)
#: The kind of an agency whose name says nothing.
_GENERAL = {
    Group.COMMUNES: _RURAL,
    Group.DEPARTMENTS: _DEPARTMENT,
    Group.PUBLIC_SERVICE_UNITS: _PUBLIC_UNIT,
    Group.STATE_ENTERPRISES: _ENTERPRISE,
    Group.OTHER_BODIES: _PUBLIC_UNIT,
}


def profile(agency: Agency) -> Profile:
    """Return the kind of an agency, by its group and the words of its name."""
    return _kind(agency.group, agency.name)


@lru_cache(maxsize=1024)
def _kind(group: Group, name: str) -> Profile:
    for candidate in PROFILES:
        if candidate.group is group and candidate.pattern and re.search(rf"\b{candidate.pattern}\b", folded(name)):
            return candidate
    return _GENERAL[group]


def symbol(agency: Agency) -> str:
    """Return what stands for the agency in document numbers, such as UBND, SNV or ĐHHP."""
    kind = profile(agency)
    if kind.symbol or agency.abbreviation:
        return kind.symbol or agency.abbreviation
    words = [word for word in agency.name.split() if word not in {"Trường", "thành", "phố", "và"}]
    return "".join(normalize("NFD", word[0])[0].upper() for word in words)


def names(agency: Agency) -> dict[str, str]:
    """Return the names that building blocks take from the agency."""
    kind = profile(agency)
    return {
        "self": kind.own_name,
        "head": kind.head,
        "party": kind.party,
        "partner": kind.partner,
        "staff": kind.staff,
        "offices": kind.offices,
        "units": kind.units,
        "public": kind.public,
        "channel": kind.channel,
        "within": kind.within,
    }
