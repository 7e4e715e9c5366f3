"""Rules across returns: what an agency said the round before, and what the other agencies say. All are warnings."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from pipeline.campaign.assignment import Assignment, Role, assignments
from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.campaign.tasks import Indicator
from pipeline.forms.schema.schema import Schemas, SheetSchema
from pipeline.forms.schema.status import Status
from pipeline.intake.inbox import ReceivedFile
from pipeline.intake.tables.cells import RawRow
from pipeline.problems import Cell, Problem, in_order
from pipeline.rules import FEWEST_COORDINATORS, LONG_TEXT, Rule, Severity
from pipeline.text import folded
from pipeline.validation.cells import Place, shown_text
from pipeline.validation.leniency import Leniency
from pipeline.validation.returns import ValidatedReturns
from pipeline.values import date_text, number_text

#: Agencies named in a sentence; the others are counted.
_NAMED = 3


def judged_across(
    returns: ValidatedReturns,
    earlier: ValidatedReturns | None,
    files: Sequence[ReceivedFile],
    *,
    campaign: Campaign,
    round_: Round,
    schemas: Schemas,
) -> ValidatedReturns:
    """Return the returns with what is found across the agencies, and across the rounds where there was one before.

    `files` are those of this round, `earlier` what the same inbox holds of `round_.previous`.
    """
    found = across_agencies(returns, files, campaign=campaign, round_=round_, schemas=schemas)
    if earlier is not None:
        found += across_rounds(returns, earlier, files, campaign=campaign, round_=round_, schemas=schemas)
    return replace(returns, problems=tuple(in_order((*returns.problems, *found))))


def across_rounds(
    current: ValidatedReturns,
    earlier: ValidatedReturns,
    files: Sequence[ReceivedFile],
    *,
    campaign: Campaign,
    round_: Round,
    schemas: Schemas,
) -> tuple[Problem, ...]:
    """Return what does not go together with the earlier round (`round_.previous`): undone, moved or fallen.

    An agency that is gone is compared with its only successor, unless that one reported itself or took over from
    several: what they said together nobody can tell. `files` are those of the current round.
    """
    if round_.previous is None:
        return ()
    desk = _Desk.of(current, files, campaign=campaign, round_=round_)
    before = campaign.round_by_code[round_.previous].name
    report = _paired(current.report, earlier.report, ["agency", "task"], campaign, round_)
    indicators = _paired(current.indicators, earlier.indicators, ["agency", "indicator"], campaign, round_)
    problems = [
        *_undone(report, desk, schemas.report, before),
        *_moved(report, desk, schemas.report, before),
        *_fallen(indicators, desk, schemas.indicators, before, campaign.asked_indicators(round_)),
    ]
    return tuple(in_order(problems))


def across_agencies(
    returns: ValidatedReturns,
    files: Sequence[ReceivedFile],
    *,
    campaign: Campaign,
    round_: Round,
    schemas: Schemas,
) -> tuple[Problem, ...]:
    """Return where the agencies of one round contradict or copy each other."""
    desk = _Desk.of(returns, files, campaign=campaign, round_=round_)
    problems = [
        *_lonely_leads(returns.report, desk, schemas.report, assignments(campaign, round_)),
        *_same_results(returns.report, desk, schemas.report),
    ]
    return tuple(in_order(problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What is at hand to write a problem: the raw rows, the cells already in error, the agencies' names."""

    files: Mapping[str, ReceivedFile]
    in_error: frozenset[tuple[str, Cell]]
    names: Mapping[str, str]
    leniency: Leniency

    @classmethod
    def of(
        cls, returns: ValidatedReturns, files: Sequence[ReceivedFile], *, campaign: Campaign, round_: Round
    ) -> "_Desk":
        used = {file.path: file for file in files if file.verdict.used}
        known = [*returns.problems, *(found for file in used.values() for found in file.problems)]
        return cls(
            files=used,
            in_error=frozenset(
                (found.file, found.cell)
                for found in known
                if found.severity is Severity.ERROR and found.cell is not None
            ),
            names={agency.code: agency.name for agency in campaign.agencies},
            leniency=Leniency.of(campaign, round_),
        )

    def named(self, codes: Sequence[str]) -> str:
        """Return the names of the first agencies and the number of the others, as they stand in a sentence."""
        names = ", ".join(self.names[code] for code in codes[:_NAMED])
        others = len(codes) - _NAMED
        return f"{names} và {others} cơ quan khác" if others > 0 else names

    def in_order(self, codes: Iterable[str]) -> list[str]:
        """Return agencies in the order of the register."""
        wanted = set(codes)
        return [code for code in self.names if code in wanted]

    def problem(
        self,
        rule: Rule,
        row: Mapping[Hashable, Any],
        *,
        schema: SheetSchema,
        column: str,
        **parameters: object,
    ) -> Iterator[Problem]:
        """Give the problem of one cell of a row of the frames; none where the cell is in error already."""
        file, key = str(row["file"]), str(row.get("indicator", row["task"]))
        raw = self._row(file, schema.name, key)
        cell = raw.cells[column]
        if (file, cell.cell) in self.in_error:
            return
        place = Place(file=file, agency=str(row["agency"]), task=str(row["task"]), leniency=self.leniency)
        yield place.problem(
            rule,
            cell=cell.cell,
            sheet=cell.cell.sheet,
            field=schema.column(column).title,
            value=shown_text(cell),
            **parameters,
        )

    def _row(self, file: str, table: str, key: str) -> RawRow:
        content = self.files[file].content
        rows: Sequence[RawRow] = getattr(content, table)
        return next(row for row in rows if row.key == key)


def _paired(
    current: pd.DataFrame, earlier: pd.DataFrame, keys: list[str], campaign: Campaign, round_: Round
) -> pd.DataFrame:
    """Return the current rows beside what stood there before; the earlier columns end in `_before`."""
    heirs = {code: _heir(campaign, code, round_.last_day) for code in earlier["agency"].unique()}
    now = earlier["agency"].map(heirs).astype(object)  # of no rows at all pandas would make numbers
    moved = earlier.assign(agency=now, own=now.eq(earlier["agency"]))[now.notna()]
    own = moved[moved["own"]]
    taken_over = moved[~moved["own"] & ~moved["agency"].isin(own["agency"])]
    alone = taken_over[~taken_over.duplicated(keys, keep=False)]
    before = pd.concat([own, alone])
    return current.merge(before, on=keys, suffixes=("", "_before"), validate="one_to_one")


def _heir(campaign: Campaign, code: str, day: date) -> str | None:
    """Return the agency that stands for a code on a day, None where there is none or more than one."""
    agency = campaign.agency_by_code[code]
    if agency.active and agency.exists_on(day):
        return code
    return _heir(campaign, agency.successors[0], day) if len(agency.successors) == 1 else None


def _undone(rows: pd.DataFrame, desk: _Desk, schema: SheetSchema, before: str) -> Iterator[Problem]:
    undone = rows[rows["status_before"].eq(Status.DONE) & rows["status"].notna() & rows["status"].ne(Status.DONE)]
    for row in undone.to_dict("records"):
        yield from desk.problem(Rule.DONE_BEFORE, row, schema=schema, column="status", round=before, read=row["status"])


def _moved(rows: pd.DataFrame, desk: _Desk, schema: SheetSchema, before: str) -> Iterator[Problem]:
    done = rows["status"].eq(Status.DONE) & rows["status_before"].eq(Status.DONE)
    dated = rows["completed_on"].notna() & rows["completed_on_before"].notna()
    moved = rows[done & dated & rows["completed_on"].ne(rows["completed_on_before"])]
    for row in moved.to_dict("records"):
        days = {"read": date_text(row["completed_on"]), "before": date_text(row["completed_on_before"])}
        yield from desk.problem(
            Rule.COMPLETION_DATE_CHANGED, row, schema=schema, column="completed_on", round=before, **days
        )


def _fallen(
    rows: pd.DataFrame, desk: _Desk, schema: SheetSchema, before: str, asked: Sequence[Indicator]
) -> Iterator[Problem]:
    indicators = {indicator.code: indicator for indicator in asked if indicator.cumulative}
    sound = ~rows["in_error"] & ~rows["in_error_before"] & rows["indicator"].isin(list(indicators))
    for row in rows[sound & rows["value"].lt(rows["value_before"])].to_dict("records"):
        numbers = {"read": number_text(row["value"]), "before": number_text(row["value_before"])}
        name = indicators[row["indicator"]].name
        yield from desk.problem(
            Rule.CUMULATIVE_FELL, row, schema=schema, column="value", round=before, name=name, **numbers
        )


def _lonely_leads(
    report: pd.DataFrame, desk: _Desk, schema: SheetSchema, assigned: Sequence[Assignment]
) -> Iterator[Problem]:
    """Give the tasks with one lead, which says done, while more than half of the coordinators that reported say not started.

    Who answers `Không phát sinh` has no part in the task and is not counted.
    """
    leads = Counter(one.task for one in assigned if one.role is Role.LEAD)
    alone = {task for task, count in leads.items() if count == 1}
    roles = {(one.agency, one.task): one.role for one in assigned if one.task in alone}
    rows = report.loc[report["task"].isin(alone), ["file", "agency", "task", "status"]]
    role = pd.Series(list(zip(rows["agency"], rows["task"], strict=True)), index=rows.index, dtype=object).map(roles)
    done = rows[role.eq(Role.LEAD) & rows["status"].eq(Status.DONE)]
    reported = rows[role.eq(Role.COORDINATOR) & rows["status"].notna() & rows["status"].ne(Status.NIL)]
    for row in done.to_dict("records"):
        of_task = reported[reported["task"].eq(row["task"])]
        idle = of_task[of_task["status"].eq(Status.NOT_STARTED)]
        if len(of_task) < FEWEST_COORDINATORS or 2 * len(idle) <= len(of_task):
            continue
        counted = {"count": len(idle), "reported": len(of_task), "agencies": desk.named(desk.in_order(idle["agency"]))}
        yield from desk.problem(Rule.LEAD_DONE_ALONE, row, schema=schema, column="status", **counted)


def _same_results(report: pd.DataFrame, desk: _Desk, schema: SheetSchema) -> Iterator[Problem]:
    """Give the long results that several agencies wrote to the letter, but for case, blanks and tone placement."""
    long = report[report["result"].str.len().ge(LONG_TEXT).fillna(value=False)]
    # texts that fold to the same have words of the same lengths, which is far quicker to see
    shapes = long["result"].map(lambda text: tuple(map(len, text.split())))
    long = long[shapes.duplicated(keep=False)]
    forms = long["result"].map(folded)
    shared = forms.duplicated(keep=False)
    for _, rows in long[shared].groupby(forms[shared], sort=False):
        agencies = desk.in_order(rows["agency"])
        if len(agencies) < 2:
            continue
        for row in rows.to_dict("records"):
            others = desk.named([code for code in agencies if code != row["agency"]])
            yield from desk.problem(Rule.SAME_RESULT, row, schema=schema, column="result", agencies=others)
