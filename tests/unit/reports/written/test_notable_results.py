"""Which of many agencies' results stand in the written report."""

from pipeline.campaign.assignment import Role
from pipeline.consolidation.states import State
from pipeline.reports.figures import Outcome
from pipeline.reports.written.notable_results import notable_results

KINDS = {
    "meeting": "Đã tổ chức 02 hội nghị quán triệt với 120 lượt người dự.",
    "plan": "Đã ban hành kế hoạch triển khai tới các đơn vị trực thuộc.",
    "leaflets": "Phát 500 tờ rơi tuyên truyền tới các hộ dân trên địa bàn.",
}


def outcome(
    agency: str,
    result: str,
    *,
    group: str = "communes",
    state: State = State.DONE_IN_TIME,
    evidence: str = "Báo cáo số 1",
) -> Outcome:
    return Outcome(
        agency=agency,
        group=group,
        task="1.1",
        role=Role.LEAD,
        state=state,
        due=None,
        completed_on=None,
        percent=None,
        result=result,
        evidence=evidence,
        difficulties="",
        proposals="",
    )


def chosen(*outcomes: Outcome) -> list[str]:
    return [agency for agency, _ in notable_results(outcomes)]


def test_nothing_to_show() -> None:
    assert notable_results([]) == []
    assert notable_results([outcome("A", "Đã xong.")]) == []


def test_only_results_of_good_rows_are_shown() -> None:
    bad = (State.IN_ERROR, State.OVERDUE, State.NOT_STARTED, State.NIL, State.NOT_REPORTED, State.WAIVED)
    assert chosen(*(outcome(state.value, KINDS["meeting"], state=state) for state in bad)) == []


def test_done_in_time_comes_before_late_and_that_before_in_progress() -> None:
    rows = [
        outcome("progress", KINDS["meeting"], state=State.IN_PROGRESS),
        outcome("late", KINDS["plan"], state=State.DONE_LATE),
        outcome("in time", KINDS["leaflets"]),
    ]
    assert chosen(*rows) == ["in time", "late"]


def test_evidence_counts_before_figures_and_figures_before_length() -> None:
    rows = [
        outcome("long", KINDS["plan"] + " Phân công cán bộ theo dõi thường xuyên."),
        outcome("figures", KINDS["meeting"]),
        outcome("no evidence", KINDS["leaflets"] + " Đã tập huấn 12 lớp.", evidence=""),
    ]
    assert chosen(*rows) == ["figures", "long"]


def test_groups_take_turns() -> None:
    rows = [
        outcome("commune 1", KINDS["meeting"] + " Có 99 ý kiến tham gia."),
        outcome("commune 2", KINDS["leaflets"]),
        outcome("department", KINDS["plan"], group="departments"),
    ]
    assert chosen(*rows) == ["commune 1", "department"]


def test_the_same_words_are_shown_once() -> None:
    rows = [outcome("A", KINDS["meeting"]), outcome("B", KINDS["meeting"]), outcome("C", KINDS["meeting"][:-1])]
    assert chosen(*rows) == ["A"]


def test_words_are_shown_to_the_letter() -> None:
    assert notable_results([outcome("A", KINDS["meeting"])]) == [("A", KINDS["meeting"])]
