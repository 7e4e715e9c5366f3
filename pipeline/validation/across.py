"""Rules across returns: what an agency said the round before, and what the other agencies say. All are warnings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from pipeline.campaign.assignment import Role, assignments
from pipeline.campaign.decision import Campaign
from pipeline.campaign.indicators import Flow
from pipeline.campaign.rounds import Round
from pipeline.forms.schema.schema import Status
from pipeline.problems import Problem, in_order
from pipeline.round_inputs import RoundInputs
from pipeline.rules import FEWEST_COORDINATORS, LONG_TEXT, Rule
from pipeline.text import folded
from pipeline.validation.findings import Finding, with_problems
from pipeline.validation.returns import ValidatedReturns
from pipeline.validation.typed_rows import TypedRows
from pipeline.values import date_text, number_text

#: Agencies named in a sentence; the others are counted.
_MOST_NAMED = 3


def judged_across(returns: ValidatedReturns, earlier: ValidatedReturns | None, inputs: RoundInputs) -> ValidatedReturns:
    """Return the returns with the problems across the agencies, and across the rounds where there was one before.

    `earlier` is what the same inbox holds of the round before, `inputs.round.previous`.
    """
    problems = across_agencies(returns, inputs)
    if earlier is not None:
        problems += across_rounds(returns, earlier, inputs)
    return replace(returns, problems=tuple(in_order((*returns.problems, *problems))))


def across_rounds(returns: ValidatedReturns, earlier: ValidatedReturns, inputs: RoundInputs) -> tuple[Problem, ...]:
    """Return what does not go together with the round before: undone, moved to another day, or fallen.

    An agency that is gone is compared with its only successor, unless that one reported itself or took over from
    several: what they said together nobody can tell.
    """
    campaign, round_ = inputs.campaign, inputs.round
    if round_.previous is None:
        return ()
    before = campaign.round_by_code[round_.previous]
    round_before = before.name
    report = _paired(returns.report, earlier.report, ["agency", "task"], campaign, round_.last_day)
    indicators = _paired(returns.indicators, earlier.indicators, ["agency", "indicator"], campaign, round_.last_day)
    cumulative = {
        indicator.code: indicator.name
        for indicator in campaign.indicators_of(round_)
        if indicator.flow is Flow.CUMULATIVE
    }
    return tuple(
        in_order(
            [
                *_problems(returns.tables["report"], _undone(report, round_before)),
                *_problems(returns.tables["report"], _moved(report, round_before)),
                *_problems(returns.tables["report"], _done_unnoticed(report, earlier, before)),
                *_problems(returns.tables["indicators"], _fallen(indicators, round_before, cumulative)),
            ]
        )
    )


def across_agencies(returns: ValidatedReturns, inputs: RoundInputs) -> tuple[Problem, ...]:
    """Return where the agencies of one round contradict or copy each other."""
    findings = [*_lonely_leads(returns.report, inputs), *_same_results(returns.report, inputs.campaign)]
    return tuple(in_order(_problems(returns.tables["report"], findings)))


def _problems(rows: TypedRows, findings: Iterable[Finding]) -> Iterator[Problem]:
    return (problem for _, problem in with_problems(rows, findings))


def _paired(rows: pd.DataFrame, earlier: pd.DataFrame, keys: list[str], campaign: Campaign, day: date) -> pd.DataFrame:
    """Return the rows, under their positions, with what stood there before in columns that end in `_before`.

    Rows: those of which something stood there in the earlier round.
    """
    heirs = {code: _heir(campaign, code, day) for code in earlier["agency"].unique()}
    heir = earlier["agency"].map(heirs).astype(object)  # of no rows at all pandas would make numbers
    inherited = earlier.assign(agency=heir, own=heir.eq(earlier["agency"]))[heir.notna()]
    own = inherited[inherited["own"]]
    taken_over = inherited[~inherited["own"] & ~inherited["agency"].isin(own["agency"])]
    alone = taken_over[~taken_over.duplicated(keys, keep=False)]
    before = pd.concat([own, alone])
    positioned = rows.rename_axis("position").reset_index()
    return positioned.merge(before, on=keys, suffixes=("", "_before"), validate="one_to_one").set_index("position")


def _heir(campaign: Campaign, code: str, day: date) -> str | None:
    """Return the agency that stands for a code on a day, None where there is none or more than one."""
    agency = campaign.agency_by_code[code]
    if agency.active and agency.exists_on(day):
        return code
    return _heir(campaign, agency.successors[0], day) if len(agency.successors) == 1 else None


def _undone(rows: pd.DataFrame, round_before: str) -> Iterator[Finding]:
    undone = rows[rows["status_before"].eq(Status.DONE) & rows["status"].notna() & rows["status"].ne(Status.DONE)]
    for position, status in zip(undone.index, undone["status"], strict=True):
        parameters = {"round": round_before, "read": status}
        yield Finding(row=position, column="status", rule=Rule.DONE_BEFORE, parameters=parameters)


def _moved(rows: pd.DataFrame, round_before: str) -> Iterator[Finding]:
    done = rows["status"].eq(Status.DONE) & rows["status_before"].eq(Status.DONE)
    dated = rows["completed_on"].notna() & rows["completed_on_before"].notna()
    moved = rows[done & dated & rows["completed_on"].ne(rows["completed_on_before"])]
    for position, day, before in zip(moved.index, moved["completed_on"], moved["completed_on_before"], strict=True):
        parameters = {"round": round_before, "read": date_text(day), "before": date_text(before)}
        yield Finding(row=position, column="completed_on", rule=Rule.COMPLETION_DATE_CHANGED, parameters=parameters)


def _done_unnoticed(rows: pd.DataFrame, earlier: ValidatedReturns, before: Round) -> Iterator[Finding]:
    """Give the tasks done before the earlier cut-off of which the earlier return, made on that day or later, said otherwise."""
    dates = earlier.headers.set_index("file")["report_date"]
    day = pd.Timestamp(before.cut_off)
    # without any earlier return pandas would take the missing days for numbers
    made_on = pd.to_datetime(rows["file_before"].map(dates.to_dict()))
    limit = made_on.where(made_on.lt(day), day)
    other = rows["status_before"].notna() & rows["status_before"].ne(Status.DONE) & ~rows["in_error_before"]
    unnoticed = rows[rows["status"].eq(Status.DONE) & other & rows["completed_on"].lt(limit)]
    for position, status in zip(unnoticed.index, unnoticed["status_before"], strict=True):
        parameters = {"round": before.name, "cut_off": date_text(before.cut_off), "before": status}
        yield Finding(row=position, column="completed_on", rule=Rule.COMPLETED_BEFORE_CUT_OFF, parameters=parameters)


def _fallen(rows: pd.DataFrame, round_before: str, cumulative: Mapping[str, str]) -> Iterator[Finding]:
    """Give the cumulative indicators (name by code) that fell."""
    sound = ~rows["in_error"] & ~rows["in_error_before"] & rows["indicator"].isin(list(cumulative))
    fallen = rows[sound & rows["value"].lt(rows["value_before"])]
    for position, code, value, before in zip(
        fallen.index, fallen["indicator"], fallen["value"], fallen["value_before"], strict=True
    ):
        parameters = {
            "round": round_before,
            "name": cumulative[code],
            "read": number_text(value),
            "before": number_text(before),
        }
        yield Finding(row=position, column="value", rule=Rule.CUMULATIVE_FELL, parameters=parameters)


def _lonely_leads(report: pd.DataFrame, inputs: RoundInputs) -> Iterator[Finding]:
    """Give the tasks with one lead, which says done, while more than half of the coordinators that reported say not started.

    Who answers `Không phát sinh` has no part in the task and is not counted.
    """
    assigned = assignments(inputs.campaign, inputs.round)
    lead_counts = Counter(assignment.task for assignment in assigned if assignment.role is Role.LEAD)
    roles = {
        (assignment.agency, assignment.task): assignment.role
        for assignment in assigned
        if lead_counts[assignment.task] == 1
    }
    pairs = zip(report["agency"], report["task"], strict=True)
    role = pd.Series([roles.get(pair) for pair in pairs], index=report.index, dtype=object)
    done = report[role.eq(Role.LEAD) & report["status"].eq(Status.DONE)]
    reported = report[role.eq(Role.COORDINATOR) & report["status"].notna() & report["status"].ne(Status.NIL)]
    for position, task in zip(done.index, done["task"], strict=True):
        of_task = reported[reported["task"].eq(task)]
        idle = of_task[of_task["status"].eq(Status.NOT_STARTED)]
        if len(of_task) < FEWEST_COORDINATORS or 2 * len(idle) <= len(of_task):
            continue
        names = _names(_in_register_order(idle["agency"], inputs.campaign), inputs.campaign)
        parameters = {"count": len(idle), "reported": len(of_task), "agencies": names}
        yield Finding(row=position, column="status", rule=Rule.LEAD_DONE_ALONE, parameters=parameters)


def _same_results(report: pd.DataFrame, campaign: Campaign) -> Iterator[Finding]:
    """Give the long results that several agencies wrote to the letter, but for case, blanks and tone placement."""
    long = report[report["result"].str.len().ge(LONG_TEXT).fillna(value=False)]
    # texts that fold to the same have words of the same lengths, which is far quicker to see
    shapes = long["result"].map(lambda text: tuple(map(len, text.split())))
    long = long[shapes.duplicated(keep=False)]
    forms = long["result"].map(folded)
    shared = forms.duplicated(keep=False)
    for _, rows in long[shared].groupby(forms[shared], sort=False):
        codes = _in_register_order(rows["agency"], campaign)
        if len(codes) < 2:
            continue
        for position, agency in zip(rows.index, rows["agency"], strict=True):
            others = _names([code for code in codes if code != agency], campaign)
            yield Finding(row=position, column="result", rule=Rule.SAME_RESULT, parameters={"agencies": others})


def _in_register_order(codes: Iterable[str], campaign: Campaign) -> list[str]:
    """Return the agencies of some codes, each once."""
    distinct = set(codes)
    return [agency.code for agency in campaign.agencies if agency.code in distinct]


def _names(codes: Sequence[str], campaign: Campaign) -> str:
    """Return the names of the first agencies and the number of the others, as they stand in a sentence."""
    names = ", ".join(campaign.agency_by_code[code].name for code in codes[:_MOST_NAMED])
    others = len(codes) - _MOST_NAMED
    return f"{names} và {others} cơ quan khác" if others > 0 else names
