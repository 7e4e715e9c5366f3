"""Who owes what: the figures of the decision, each rule on its own, and ad hoc rounds."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.campaign.agencies import Agency
from pipeline.campaign.assignment import Assignment, Role, assignments, owing_agencies
from pipeline.campaign.decision import Extension, Waiver
from pipeline.campaign.files.reading import read_campaign
from pipeline.campaign.rounds import Round
from pipeline.campaign.tasks import CoordinatorRole, Selector, Task
from pipeline.campaign.time_limits import TimeLimit, TimeLimitKind
from tests.support.campaign import CAMPAIGN, CITY, write_small_project

REAL = read_campaign(CITY, CAMPAIGN)
DEPARTMENTS = Selector(group="departments")
COMMUNES = Selector(group="communes")


def parts(owed: tuple[Assignment, ...], agency: str, role: Role) -> list[str]:
    return [part.task for part in owed if part.agency == agency and part.role is role]


# --- the decision of 2025-h2


@pytest.fixture(scope="module", params=["lan-1", "lan-2"])
def owed(request: pytest.FixtureRequest) -> tuple[Assignment, ...]:
    """Both rounds ask everybody for everything."""
    return assignments(REAL, REAL.round_by_code[request.param])


def test_all_146_agencies_owe_a_report_in_both_rounds() -> None:
    owing = {round_.code: {agency.code for agency in owing_agencies(REAL, round_)} for round_ in REAL.rounds}
    assert {code: len(agencies) for code, agencies in owing.items()} == {"lan-1": 146, "lan-2": 146}
    # one fund was merged into another between the rounds, one was founded
    everyone = {agency.code for agency in REAL.reporting_agencies}
    assert everyone - owing["lan-1"] == {"QPTD"}
    assert everyone - owing["lan-2"] == {"QDTPTHD"}


def test_cells_by_group_and_role_add_up_to_3607(owed: tuple[Assignment, ...]) -> None:
    cells = Counter((REAL.agency_by_code[part.agency].group.code, part.role) for part in owed)
    assert cells == {
        ("departments", Role.LEAD): 14 * 12 + 15,
        ("departments", Role.COORDINATOR): 14 * 14 - 14 + 2,
        ("communes", Role.LEAD): 114 * 12,
        ("communes", Role.COORDINATOR): 114 * 15,
        ("public_service_units", Role.LEAD): 9 * 8,
        ("public_service_units", Role.COORDINATOR): 9 * 3,
        ("state_enterprises", Role.LEAD): 9 * 6,
        ("state_enterprises", Role.COORDINATOR): 9 * 1,
    }
    assert sum(cells.values()) == 3607
    assert cells["departments", Role.LEAD] == 183
    assert cells["communes", Role.LEAD] == 1368


@pytest.mark.parametrize(
    ("agency", "own", "coordinated"),
    [
        ("SNV", ["2.4", "3.1", "3.4.a", "4.1", "4.7", "4.8", "5.1", "5.2"], 6),
        ("SNNMT", ["2.3", "3.3"], 13),
        ("SXD", ["2.2"], 14),
        ("SKHCN", ["2.5"], 13),
        ("SNGV", ["2.6"], 13),
        ("VPUBND", ["4.2"], 13),
        ("TTTP", ["4.6"], 13),
        ("STC", [], 15),
        ("SCT", [], 14),
    ],
)
def test_departments_lead_twelve_tasks_and_those_that_name_them(
    owed: tuple[Assignment, ...], agency: str, own: list[str], coordinated: int
) -> None:
    common = ["1.1", "1.2", "1.3", "2.1", "3.2", "3.4.b", "3.4.b1", "3.4.b3", "4.3", "4.4", "4.5", "5.3"]
    assert sorted(parts(owed, agency, Role.LEAD)) == sorted(common + own)
    assert len(parts(owed, agency, Role.COORDINATOR)) == coordinated


def test_every_commune_has_the_same_27_tasks(owed: tuple[Assignment, ...]) -> None:
    communes = [agency.code for agency in REAL.reporting_agencies if agency.group.code == "communes"]
    led = ["1.1", "1.2", "1.3", "2.1", "3.2", "3.4.b", "3.4.b2", "3.4.b3", "4.3", "4.4", "4.5", "5.3"]
    coordinated = [
        "2.2",
        "2.3",
        "2.4",
        "2.5",
        "2.6",
        "3.1",
        "3.3",
        "3.4.a",
        "4.1",
        "4.2",
        "4.6",
        "4.7",
        "4.8",
        "5.1",
        "5.2",
    ]
    by_agency: dict[str, list[Assignment]] = {}
    for part in owed:
        by_agency.setdefault(part.agency, []).append(part)
    for code in communes:
        assert [part.task for part in by_agency[code] if part.role is Role.LEAD] == led
        assert [part.task for part in by_agency[code] if part.role is Role.COORDINATOR] == coordinated


def test_units_and_enterprises_owe_what_the_decision_calls_units_and_organisations(
    owed: tuple[Assignment, ...],
) -> None:
    unit = ["1.1", "1.2", "1.3", "3.2", "3.4.b", "3.4.b1", "3.4.b3", "5.3"]
    enterprise = ["1.1", "1.2", "3.4.b", "3.4.b1", "3.4.b3", "5.3"]
    assert (parts(owed, "DHHP", Role.LEAD), parts(owed, "DHHP", Role.COORDINATOR)) == (unit, ["3.1", "4.8", "5.1"])
    assert (parts(owed, "TNHP", Role.LEAD), parts(owed, "TNHP", Role.COORDINATOR)) == (enterprise, ["4.8"])


def test_related_only_are_2_2_2_3_and_3_4_b3_but_not_those_named(owed: tuple[Assignment, ...]) -> None:
    related = Counter((part.task, REAL.agency_by_code[part.agency].group.code) for part in owed if part.related_only)
    assert related == {
        ("2.2", "communes"): 114,
        ("2.3", "departments"): 13,
        ("2.3", "communes"): 114,
        ("3.4.b3", "departments"): 14,
        ("3.4.b3", "communes"): 114,
    }


def test_nothing_to_report_is_allowed_where_related_only_or_where_the_group_may(
    owed: tuple[Assignment, ...],
) -> None:
    allowed = Counter(part.task for part in owed if part.nil_allowed and not part.related_only)
    assert allowed == {"2.6": 114, "4.5": 128, "5.3": 9}
    assert all(part.nil_allowed for part in owed if part.related_only)


def test_agencies_come_in_the_registers_order_and_tasks_in_the_decisions(owed: tuple[Assignment, ...]) -> None:
    agencies = [agency.code for agency in REAL.agencies]
    tasks = [task.code for task in REAL.tasks]
    places = [(agencies.index(part.agency), tasks.index(part.task)) for part in owed]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


# --- each rule on its own


def agency(code: str, group: str = "departments", **fields: object) -> Agency:
    of = REAL.group_by_code[group]
    return Agency(code=code, name=f"Cơ quan {code}", abbreviation="", group=of, **fields)  # type: ignore[arg-type]


def task(
    lead: tuple[Selector, ...] = (DEPARTMENTS,), coordinators: tuple[Selector, ...] = (), **fields: object
) -> Task:
    limit = TimeLimit(verbatim="Tháng 8/2025", kind=TimeLimitKind.WITHIN_MONTH, due=date(2025, 8, 31))
    return Task(
        code="1.1",
        label="1.1",
        section="1",
        text="Việc",
        lead=lead,
        coordinators=coordinators,
        time_limit=limit,
        **fields,  # type: ignore[arg-type]
    )


def owed_of(tasks: tuple[Task, ...], *agencies: Agency, extensions: tuple[Extension, ...] = ()) -> list[Assignment]:
    campaign = replace(REAL, tasks=tasks, agencies=agencies, extensions=extensions)
    return list(assignments(campaign, REAL.rounds[0]))


def roles(*agencies: Agency, lead: tuple[Selector, ...], coordinators: tuple[Selector, ...] = ()) -> dict[str, Role]:
    return {part.agency: part.role for part in owed_of((task(lead, coordinators),), *agencies)}


A, B, COMMUNE, BODY = agency("AA"), agency("BB"), agency("10001", "communes"), agency("MT", "other_bodies")


def test_a_named_lead_drops_out_of_its_group_among_the_coordinators() -> None:
    found = roles(A, B, COMMUNE, lead=(Selector(agency="AA"),), coordinators=(DEPARTMENTS, COMMUNES))
    assert found == {"AA": Role.LEAD, "BB": Role.COORDINATOR, "10001": Role.COORDINATOR}


def test_a_lead_by_group_that_is_named_as_coordinator_leads_once() -> None:
    assert roles(A, B, lead=(DEPARTMENTS,), coordinators=(Selector(agency="AA"),)) == {"AA": Role.LEAD, "BB": Role.LEAD}


def test_an_agency_named_beside_its_group_has_one_row() -> None:
    owed = owed_of((task((Selector(agency="BB"),), (Selector(agency="AA"), DEPARTMENTS)),), A, B)
    assert [(part.agency, part.role) for part in owed] == [("AA", Role.COORDINATOR), ("BB", Role.LEAD)]


@pytest.mark.parametrize("role", [CoordinatorRole.AGGREGATOR, CoordinatorRole.REQUESTED])
def test_who_only_consolidates_or_is_only_asked_has_no_row(role: CoordinatorRole) -> None:
    assert roles(A, lead=(COMMUNES,), coordinators=(Selector(agency="AA", role=role),)) == {}


def test_bodies_outside_the_register_and_bodies_that_do_not_report_have_no_row() -> None:
    coordinators = (Selector(text="các hội"), Selector(agency="MT"), Selector(group="other_bodies"))
    assert roles(A, BODY, lead=(DEPARTMENTS,), coordinators=coordinators) == {"AA": Role.LEAD}


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ((replace(DEPARTMENTS, related_only=True),), True),
        ((replace(DEPARTMENTS, related_only=True), Selector(agency="AA")), False),
        ((replace(DEPARTMENTS, related_only=True), Selector(agency="AA", related_only=True)), True),
        ((replace(DEPARTMENTS, related_only=True), Selector(agency="BB"), COMMUNES), True),
    ],
)
def test_related_only_needs_every_selector_that_means_the_agency(
    selectors: tuple[Selector, ...], expected: bool
) -> None:
    part = next(part for part in owed_of((task(selectors),), A) if part.agency == "AA")
    assert (part.related_only, part.nil_allowed) == (expected, expected)


def test_a_nil_group_may_report_nothing_and_other_groups_may_not() -> None:
    owed = owed_of((task((DEPARTMENTS, COMMUNES), nil_groups=("communes",)),), A, COMMUNE)
    assert {part.agency: part.nil_allowed for part in owed} == {"AA": False, "10001": True}


def test_a_heading_row_is_owed_by_nobody() -> None:
    assert owed_of((replace(task(), reportable=False),), A) == []


def test_an_extension_moves_the_due_date_of_its_agency_only() -> None:
    later = Extension(agency="AA", task="1.1", due=date(2025, 9, 15), by="Giám đốc", on=date(2025, 8, 1), why="Bão")
    owed = owed_of((task(),), A, B, extensions=(later,))
    assert [(part.due, part.extended) for part in owed] == [(date(2025, 9, 15), True), (date(2025, 8, 31), False)]


def test_an_agency_that_is_not_active_owes_nothing() -> None:
    assert roles(replace(A, active=False), B, lead=(DEPARTMENTS,)) == {"BB": Role.LEAD}


@pytest.mark.parametrize(
    ("valid", "owes"),
    [
        ({"valid_from": date(2025, 9, 4)}, True),
        ({"valid_from": date(2025, 9, 5)}, False),
        ({"valid_to": date(2025, 9, 4)}, True),
        ({"valid_to": date(2025, 9, 3)}, False),
    ],
)
def test_an_agency_owes_a_round_when_it_exists_on_its_last_day(valid: dict[str, date], owes: bool) -> None:
    assert bool(roles(agency("CC", **valid), lead=(DEPARTMENTS,))) is owes


def test_who_took_over_an_agency_answers_where_the_decision_names_the_old_one() -> None:
    gone = agency("OLD", valid_to=date(2025, 8, 15), successors=("MID",))
    moved_on = agency("MID", active=False, successors=("AA", "BB"))
    found = roles(gone, moved_on, A, B, agency("CC"), lead=(Selector(agency="OLD"),), coordinators=(DEPARTMENTS,))
    assert found == {"AA": Role.LEAD, "BB": Role.LEAD, "CC": Role.COORDINATOR}


# --- ad hoc rounds


def ad_hoc(**narrowed: object) -> Round:
    return replace(REAL.rounds[0], code="dot-xuat", ad_hoc=True, **narrowed)  # type: ignore[arg-type]


FULL = assignments(REAL, REAL.rounds[0])
TASK_CODES = tuple(task.code for task in REAL.reportable_tasks)
AGENCY_CODES = tuple(agency.code for agency in REAL.reporting_agencies)


@given(
    tasks=st.none() | st.sets(st.sampled_from(TASK_CODES), min_size=1, max_size=4).map(tuple),
    groups=st.none()
    | st.sets(st.sampled_from([group.code for group in REAL.groups if group.reports]), min_size=1).map(tuple),
    agencies=st.none() | st.sets(st.sampled_from(AGENCY_CODES), min_size=1, max_size=5).map(tuple),
)
def test_an_ad_hoc_round_asks_a_part_of_the_whole(
    tasks: tuple[str, ...] | None, groups: tuple[str, ...] | None, agencies: tuple[str, ...] | None
) -> None:
    def asked(part: Assignment) -> bool:
        by_group = REAL.agency_by_code[part.agency].group.code in (groups or ())
        everybody = groups is None and agencies is None
        return (tasks is None or part.task in tasks) and (everybody or by_group or part.agency in (agencies or ()))

    found = assignments(REAL, ad_hoc(tasks=tasks, groups=groups, agencies=agencies))
    assert found == tuple(part for part in FULL if asked(part))


def test_an_agency_without_any_of_the_tasks_asked_owes_no_report() -> None:
    owing = owing_agencies(REAL, ad_hoc(tasks=("3.4.b2",)))
    assert {agency.group.code for agency in owing} == {"communes"}


def test_ad_hoc_rounds_are_read_from_the_decisions_file(tmp_path: Path) -> None:
    write_small_project(tmp_path)
    campaign = read_campaign(tmp_path, "small")
    round_ = campaign.round_by_code["dot-xuat"]
    assert (round_.ad_hoc, round_.tasks, round_.previous) == (True, ("1.2", "1.3"), "lan-1")
    assert (round_.groups, round_.agencies) == (("communes",), ("SNV",))
    owed = [(part.agency, part.task, part.role.label) for part in assignments(campaign, round_)]
    assert owed == [
        ("SNV", "1.2", "Chủ trì"),
        ("SNV", "1.3", "Chủ trì"),
        ("10001", "1.2", "Chủ trì"),
        ("10001", "1.3", "Phối hợp"),
        ("10002", "1.2", "Chủ trì"),
        ("10002", "1.3", "Phối hợp"),
        ("10003", "1.2", "Chủ trì"),
        ("10003", "1.3", "Phối hợp"),
    ]


def test_waived_assignments_are_still_there() -> None:
    waiver = Waiver(agency="SNV", round="lan-1", task=None, by="Giám đốc", on=date(2025, 8, 1), why="Bão")
    assert assignments(replace(REAL, waivers=(waiver,)), REAL.rounds[0]) == FULL


def test_a_campaign_finds_its_rounds_by_code() -> None:
    assert list(REAL.round_by_code) == ["lan-1", "lan-2"]
