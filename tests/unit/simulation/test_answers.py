"""Answers: forms filled in by officers who make no mistake, plausible to those who read them."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from pipeline.campaign.assignment import Role
from pipeline.campaign.indicators import Flow
from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Status
from pipeline.text import clean_text
from tests.support.simulation import author, city, filled_forms

ROUNDS = ("lan-1", "lan-2")
#: Marks that Vietnamese text cannot do without.
_VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)


def texts(form: Form) -> Iterator[str]:
    """Every text of a form that is told in words."""
    tables = [[row.values for row in form.rows], *form.lists.values(), form.proposals]
    codes = {"status", "evidence", "kind", "task", "started", "field"}
    for table in tables:
        for values in table:
            yield from (value for name, value in values.items() if isinstance(value, str) and name not in codes)


def forms(round_code: str, *, generic: bool) -> tuple[Form, ...]:
    """The forms of a round; told in generic words, not all of them."""
    return filled_forms(round_code, generic=True) if generic else filled_forms(round_code)


def results(round_code: str) -> list[str]:
    """All results of a round."""
    return [
        str(row.values["result"]) for form in filled_forms(round_code) for row in form.rows if "result" in row.values
    ]


@pytest.mark.parametrize("round_code", ROUNDS)
@pytest.mark.parametrize("generic", [False, True], ids=["own words", "generic words"])
def test_texts_are_clean_vietnamese(round_code: str, generic: bool) -> None:
    for form in forms(round_code, generic=generic):
        for text in texts(form):
            assert not set("{}[]|") & set(text), text
            assert "  " not in text, text
            assert text == clean_text(text)
            assert _VIETNAMESE.search(text), text
            assert text[0] == text[0].upper(), text
            assert not re.search(r"\bđã đã\b|\bđang đang\b|\.\.| [,;.]|None", text), text


@pytest.mark.parametrize("round_code", ROUNDS)
def test_results_are_varied(round_code: str) -> None:
    told = results(round_code)
    assert len(set(told)) / len(told) > 0.6
    beginnings = Counter(" ".join(text.split()[:5]) for text in told)
    assert beginnings.most_common(1)[0][1] / len(told) < 0.05


def test_every_agency_group_has_words_of_its_own() -> None:
    words: dict[str, str] = {}
    for form in filled_forms("lan-1"):
        kind = author(form.agency).kind.name
        words[kind] = words.get(kind, "") + " ".join(texts(form))
    assert "tổ dân phố" in words["ward"]
    assert "thôn" in words["rural"]
    assert "Giám đốc Sở" in words["department"]
    assert "Nhà trường" in words["university"]
    assert "người lao động" in words["irrigation"]
    assert "UBND" not in words["irrigation"]
    assert "thôn" not in words["ward"].replace("nông thôn", "").replace("thôn bản", "").split()


def test_difficulties_repeat_and_nearly_repeat() -> None:
    told = Counter(
        str(row.values["difficulties"])
        for form in filled_forms("lan-1")
        for row in form.rows
        if "difficulties" in row.values
    )
    assert 100 < len(told) < sum(told.values()) / 4


@pytest.mark.parametrize("round_code", ROUNDS)
def test_cells_fit_the_status(round_code: str) -> None:
    for form in filled_forms(round_code):
        for row in form.rows:
            values, status = row.values, Status(str(row.values["status"]))
            percent = values.get("percent")
            assert ("completed_on" in values) is (status is Status.DONE)
            assert ("result" in values) is (status in {Status.DONE, Status.IN_PROGRESS})
            assert status is not Status.DONE or values["evidence"]
            assert status is not Status.NIL or row.assignment.nil_allowed
            assert status not in {Status.NIL, Status.NOT_STARTED} or values["difficulties"]
            allowed = {Status.DONE: range(100, 101), Status.IN_PROGRESS: range(1, 100), Status.NOT_STARTED: range(1)}
            assert percent is None or percent in allowed[status]


@pytest.mark.parametrize("round_code", ROUNDS)
def test_dates_lie_in_the_period_before_the_report(round_code: str) -> None:
    campaign, _, _ = city()
    for form in filled_forms(round_code):
        for row in form.rows:
            done = row.values.get("completed_on")
            assert done is None or isinstance(done, date)
            assert done is None or campaign.decision.period_start <= done <= form.round.cut_off
        quoted = re.findall(
            r"ngày (\d\d)/(\d+)/2025", " ".join([*texts(form), *(str(r.values.get("evidence")) for r in form.rows)])
        )
        aims = {
            (day, month) for text in texts(form) for day, month in re.findall(r"trước ngày (\d\d)/(\d+)/2025", text)
        }
        for day, month in set(quoted) - aims - {("30", "9"), ("31", "10")}:
            assert campaign.decision.period_start <= date(2025, int(month), int(day)) <= form.round.last_day, (
                day,
                month,
            )


def test_what_is_due_before_the_round_is_mostly_done_in_time() -> None:
    rows = [
        (row, form.round)
        for form in filled_forms("lan-1")
        for row in form.rows
        if row.assignment.due is not None and row.assignment.due < form.round.cut_off
    ]
    in_time = [
        row
        for row, _ in rows
        if row.values["status"] == Status.DONE and row.values["completed_on"] <= row.assignment.due  # type: ignore[operator]
    ]
    overdue = [row for row, _ in rows if row.values["status"] in {Status.IN_PROGRESS, Status.NOT_STARTED}]
    assert len(in_time) / len(rows) > 0.7
    assert overdue
    assert all("difficulties" in row.values for row in overdue)


def test_the_second_round_has_moved_on() -> None:
    done = {
        code: Counter(str(row.values["status"]) for form in filled_forms(code) for row in form.rows) for code in ROUNDS
    }
    first, second = done["lan-1"], done["lan-2"]
    assert first[Status.IN_PROGRESS] > first[Status.DONE] > first[Status.NOT_STARTED] > 0
    assert second[Status.DONE] > 0.6 * second.total()
    assert first[Status.NIL] == second[Status.NIL] > 0


def test_nothing_goes_back_from_round_to_round() -> None:
    second = {form.agency.code: form for form in filled_forms("lan-2")}
    both = [(form, second[form.agency.code]) for form in filled_forms("lan-1") if form.agency.code in second]
    assert len(both) == 145
    for earlier, later in both:
        for before, after in zip(earlier.rows, later.rows, strict=True):
            if before.values["status"] == Status.DONE:
                assert after.values["status"] == Status.DONE
                assert after.values["completed_on"] == before.values["completed_on"]
        for was, now in zip(earlier.indicators, later.indicators, strict=True):
            assert was.indicator.flow is not Flow.CUMULATIVE or now.values["value"] >= was.values["value"]  # type: ignore[operator]
        assert len(later.lists.get("models", ())) >= len(earlier.lists.get("models", ()))


@pytest.mark.parametrize("round_code", ROUNDS)
@pytest.mark.parametrize("generic", [False, True], ids=["own words", "generic words"])
def test_indicators_are_whole_and_no_part_exceeds_its_whole(round_code: str, generic: bool) -> None:
    for form in forms(round_code, generic=generic):
        values = {asked.indicator.code: asked.values["value"] for asked in form.indicators}
        for asked in form.indicators:
            value, whole = asked.values["value"], values.get(asked.indicator.part_of or "")
            assert isinstance(value, float)
            assert value >= 0
            assert value.is_integer()
            assert whole is None or value <= whole  # type: ignore[operator]


def test_indicators_agree_with_the_words() -> None:
    agreeing = 0
    for form in filled_forms("lan-2"):
        values = {asked.indicator.code: asked.values["value"] for asked in form.indicators}
        for row in form.rows:
            found = re.search(r"tiếp nhận ([\d.]+) phản ánh", str(row.values.get("result", "")))
            if found:
                assert float(found[1].replace(".", "")) == values["CT-4.4-1"]
                agreeing += 1
    assert agreeing > 20


@pytest.mark.parametrize("round_code", ROUNDS)
def test_models_are_listed_where_their_task_is_done_and_nowhere_else(round_code: str) -> None:
    counts = Counter()
    for form in filled_forms(round_code):
        status = {row.task.code: row.values["status"] for row in form.rows}.get("3.2")
        models = form.lists.get("models", ())
        assert bool(models) is (status == Status.DONE)
        listed = {asked.indicator.code: asked.values["value"] for asked in form.indicators}
        assert len(models) == listed.get("CT-3.2-1", 0)
        counts[len(models)] += 1
    assert {0, 1, 2} <= set(counts) <= {0, 1, 2, 3}


def test_proposals_name_tasks_of_the_agency() -> None:
    kinds = Counter()
    for form in filled_forms("lan-1"):
        for proposal in form.proposals:
            assert proposal["task"] is None or proposal["task"] in {row.task.code for row in form.rows}
            kinds[str(proposal["kind"])] += 1
    assert set(kinds) == {"Điều chỉnh", "Bổ sung", "Bãi bỏ"}
    assert 15 < kinds.total() < 100


def test_people_are_made_up() -> None:
    campaign, _, _ = city()
    for form in filled_forms("lan-1"):
        header = form.header
        assert campaign.decision.signer.name not in {header["prepared_by"], header["signer"]}
        assert re.fullmatch(r"0900 000 \d{3}", str(header["phone"]))
        assert re.fullmatch(r"[a-z0-9-]+@example\.vn", str(header["email"]))
        assert header["report_date"] == form.round.last_day
    emails = Counter(str(form.header["email"]) for form in filled_forms("lan-1"))
    assert "phuong-le-chan@example.vn" in emails


def test_documents_carry_the_symbol_of_the_agency() -> None:
    for form in filled_forms("lan-1"):
        evidence = " ".join(str(row.values.get("evidence", "")) for row in form.rows)
        if form.agency.group.code == "communes":
            assert re.search(r"Kế hoạch số \d+/KH-UBND ngày \d\d/\d+/2025", evidence)
        if form.agency.code == "SYT":
            assert re.search(r"Kế hoạch số \d+/KH-SYT ngày", evidence)


def test_a_lead_never_waits_for_itself() -> None:
    for form in filled_forms("lan-1"):
        for row in form.rows:
            if row.assignment.role is Role.LEAD:
                told = " ".join(str(row.values.get(name, "")) for name in ("result", "difficulties", "proposals"))
                assert f"của {form.agency.name} hướng dẫn" not in told
                assert f"Chờ {form.agency.name}" not in told


def test_an_agency_does_nothing_before_it_is_founded() -> None:
    (fund,) = [form for form in filled_forms("lan-2") if form.agency.code == "QPTD"]
    days = [row.values["completed_on"] for row in fund.rows if row.values.get("completed_on")]
    assert days
    assert all(isinstance(day, date) and day >= fund.agency.valid_from for day in days)  # type: ignore[operator]
