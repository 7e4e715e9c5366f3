"""What the catalogue, the register and the indicators of 2025-h2 say, beyond the words of the decision."""

from collections import Counter
from datetime import date

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.campaign.time_limits import TimeLimitKind
from pipeline.text import folded


def test_the_annex_has_five_sections_and_28_reportable_tasks_under_29_rows(campaign: Campaign) -> None:
    rows = Counter(task.section for task in campaign.reportable_tasks)
    assert rows == {"1": 3, "2": 6, "3": 8, "4": 8, "5": 3}
    assert [task.code for task in campaign.tasks if not task.reportable] == ["3.4"]


def test_letters_under_3_4_have_codes_of_their_own_and_keep_their_printed_labels(campaign: Campaign) -> None:
    below = {task.code: (task.label, task.parent) for task in campaign.tasks if task.parent}
    assert below == {
        "3.4.a": ("a", "3.4"),
        "3.4.b": ("b", "3.4"),
        "3.4.b1": ("b1", "3.4.b"),
        "3.4.b2": ("b2", "3.4.b"),
        "3.4.b3": ("b3", "3.4.b"),
    }


@pytest.mark.parametrize(
    ("kind", "due", "tasks"),
    [
        (TimeLimitKind.ONGOING, None, "1.1 2.1 2.6"),
        (TimeLimitKind.BY_DATE, date(2025, 8, 14), "1.2 3.4.b"),
        (TimeLimitKind.WITHIN_MONTH, date(2025, 8, 31), "4.7 5.3"),
        (TimeLimitKind.WITHIN_MONTH, date(2025, 10, 31), "5.1"),
        (TimeLimitKind.WITHIN_MONTH, date(2025, 11, 30), "3.1"),
        (TimeLimitKind.WITHIN_MONTHS, date(2025, 11, 30), "4.8"),
        (TimeLimitKind.WITHIN_QUARTER, date(2025, 9, 30), "1.3 2.4"),
        (TimeLimitKind.EVENT, None, "3.4.a"),
        (
            TimeLimitKind.PERIOD,
            date(2025, 12, 31),
            "2.2 2.3 2.5 3.2 3.3 3.4.b1 3.4.b2 3.4.b3 4.1 4.2 4.3 4.4 4.5 4.6 5.2",
        ),
    ],
)
def test_time_limits_mean_these_last_days(
    campaign: Campaign, kind: TimeLimitKind, due: date | None, tasks: str
) -> None:
    limits = [(task.code, task.time_limit) for task in campaign.reportable_tasks]
    assert [code for code, limit in limits if limit and (limit.kind, limit.due) == (kind, due)] == tasks.split()


def test_only_the_three_tasks_of_the_following_years_go_on(campaign: Campaign) -> None:
    going_on = [task.code for task in campaign.tasks if task.time_limit and task.time_limit.open_ended]
    assert going_on == ["2.2", "2.3", "2.5"]


def test_groups_that_may_have_nothing_to_report(campaign: Campaign) -> None:
    assert {task.code: task.nil_groups for task in campaign.tasks if task.nil_groups} == {
        "2.6": ("communes",),
        "4.5": ("departments", "communes"),
        "5.3": ("state_enterprises",),
    }


def test_every_doubtful_reading_is_on_record(campaign: Campaign) -> None:
    doubtful = Counter(
        task.code for task in campaign.tasks for selector in (*task.lead, *task.coordinators) if selector.note
    )
    cells = {"1.1": 2, "1.2": 2, "1.3": 1, "2.3": 1, "2.6": 1, "3.1": 1, "3.2": 1, "3.4.b": 2, "3.4.b3": 3}
    assert doubtful == cells | {"4.8": 2, "5.3": 2}
    limits = [task.code for task in campaign.tasks if task.time_limit and task.time_limit.note]
    assert limits == ["1.2", "2.2", "2.3", "2.5", "3.4.a", "3.4.b"]


def test_agencies_stand_in_the_order_of_their_groups(campaign: Campaign) -> None:
    counts = Counter(agency.group.code for agency in campaign.agencies)
    assert counts == {
        "departments": 14,
        "communes": 114,
        "public_service_units": 10,
        "state_enterprises": 9,
        "other_bodies": 6,
    }
    assert len(campaign.reporting_agencies) == 147
    order = [campaign.groups.index(agency.group) for agency in campaign.agencies]
    assert order == sorted(order)


def test_groups_are_named_in_sentences_and_in_tables(campaign: Campaign) -> None:
    assert [group.name for group in campaign.groups][:2] == ["sở, ban, ngành", "Ủy ban nhân dân cấp xã"]
    assert [group.title for group in campaign.groups][2:4] == ["Đơn vị sự nghiệp công lập", "Doanh nghiệp nhà nước"]


def test_communes_stand_in_the_order_of_resolution_1669(campaign: Campaign) -> None:
    communes = [agency for agency in campaign.agencies if agency.group.code == "communes"]
    kinds = Counter(agency.name.removeprefix("UBND ").split()[0] for agency in communes)
    assert kinds == {"phường": 45, "xã": 67, "đặc": 2}
    assert [f"Điều 1 khoản {item};" in agency.source for item, agency in enumerate(communes, 1)] == [True] * 114
    assert all(len(agency.code) == 5 and agency.code.isdecimal() for agency in communes)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("UBND phường Lê Chân", "11383"),
        ("PHƯỜNG LÊ CHÂN", "11383"),
        ("Ủy ban nhân dân phường Lê Chân", "11383"),
        ("Uỷ ban nhân dân phường  Lê Chân", "11383"),
        ("Lê Chân", "11383"),
        ("Phường Hoà Bình", "11533"),
        ("Phường Hòa Bình", "11533"),
        ("Xã Cẩm Giang", "10888"),
        ("Xã Cẩm Giàng", "10903"),
        ("Đặc khu Cát Hải", "11914"),
        ("Sở Nội vụ thành phố Hải Phòng", "SNV"),
        ("Sở VHTT&DL", "SVHTTDL"),
        ("Văn phòng UBND thành phố", "VPUBND"),
        ("Công ty TNHH một thành viên Thoát nước Hải Phòng", "TNHP"),
    ],
)
def test_names_by_which_a_return_may_call_its_agency_lead_to_one_agency(
    campaign: Campaign, typed: str, code: str
) -> None:
    found = [
        agency.code
        for agency in campaign.agencies
        if folded(typed) in {folded(name) for name in (agency.name, *agency.aliases)}
    ]
    assert found == [code]


def test_no_contact_of_an_agency_is_invented(campaign: Campaign) -> None:
    assert not any(agency.contact_name or agency.email or agency.phone for agency in campaign.agencies)
    assert all(agency.source for agency in campaign.agencies)


def test_indicators_belong_to_the_countable_tasks_and_are_whole_numbers(campaign: Campaign) -> None:
    per_task = Counter(indicator.task for indicator in campaign.indicators)
    tasks = ["1.1", "1.2", "1.3", "2.4", "3.2", "3.4.b", "4.3", "4.4", "4.5", "4.8", "5.2", "5.3"]
    assert list(per_task) == tasks
    assert {indicator.decimals for indicator in campaign.indicators if indicator.ratio is None} == {0}


def test_article_3_1_is_asked_as_a_list_of_plans_and_the_share_of_units_inspected(campaign: Campaign) -> None:
    plans = next(one for one in campaign.lists if one.code == "plans")
    assert list(plans.dtypes) == ["kind", "document", "issued_on", "subject"]
    assert plans.measures is None
    (ratio,) = (indicator.ratio for indicator in campaign.indicators if indicator.ratio is not None)
    assert (ratio.part, ratio.whole) == ("CT-1.2-3", "CT-1.2-2")


def test_parts_never_exceed_their_wholes(campaign: Campaign) -> None:
    parts = {indicator.code: indicator.part_of for indicator in campaign.indicators if indicator.part_of}
    assert parts == {
        "CT-1.2-3": "CT-1.2-2",
        "CT-3.2-2": "CT-3.2-1",
        "CT-4.4-2": "CT-4.4-1",
        "CT-4.5-2": "CT-4.5-1",
        "CT-5.2-2": "CT-5.2-1",
        "CT-5.3-2": "CT-5.3-1",
    }
