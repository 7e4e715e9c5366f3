"""Merge: one long table over all assignments, what stands beside it, and the matrix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.campaign.assignment import assignments, owing_agencies
from pipeline.campaign.decision import Campaign
from pipeline.campaign.lists import OpenList
from pipeline.campaign.rounds import Round
from pipeline.campaign.tasks import Task
from pipeline.consolidation.control import check_files, check_rows
from pipeline.consolidation.indicator_rows import SOURCE, indicator_rows, joined
from pipeline.consolidation.states import State, Submission, states
from pipeline.consolidation.submission import agency_rows
from pipeline.forms.schema.schema import SheetSchema
from pipeline.intake.received import ReceivedFile
from pipeline.round_inputs import RoundInputs
from pipeline.validation.returns import ValidatedReturns


@dataclass(frozen=True, slots=True, kw_only=True)
class Consolidation:
    """Everything that is known of one round at the as-of date; frames have a unique integer index.

    The order of rows is the register's, then the catalogue's.
    """

    campaign: Campaign
    round: Round
    as_of: pd.Timestamp
    #: Rows: one per assignment of the round, reported or not.
    #: Columns: agency, agency_name, group (its code), task, section, role (Role value), related_only (bool),
    #: due (datetime64, NaT: none), extended (bool), fallen_due (bool: due before the as-of date), the open columns of the report schema by name (empty where not
    #: reported), state (State value), file, sheet, cell ("F12", the row's status cell), the last three None where
    #: nothing came.
    assignments: pd.DataFrame
    #: Rows: one per agency and indicator asked of it, and one per agency and ratio of which both sides are asked of it.
    #: Columns: indicator, name, unit, decimals, part_of, aggregate (Aggregate value), flow (Flow value), ratio_part,
    #: ratio_whole (codes, None where it is no ratio), task, position (int: the indicator's place in the catalogue), agency,
    #: agency_name, group, value (NaN: not reported, in error, or no ratio can be computed), note, owing (bool; False where
    #: the task is nil or waived and nothing was given), in_error (bool), file, sheet, cell (None of a ratio).
    indicators: pd.DataFrame
    #: By code of the list. Rows: one per entry. Columns: agency, agency_name, group, number (1 to n for the agency), the open
    #: columns of the list, counted (bool: no cell that it needs is empty), file, sheet, cell.
    lists: Mapping[str, pd.DataFrame]
    #: Rows: one per proposal. Columns: agency, agency_name, group, number (1 to n for the agency), the open columns of the
    #: proposals schema, in_error (bool), file, sheet, cell.
    proposals: pd.DataFrame
    #: Rows: one per reporting agency of the round, in register order.
    #: Columns: agency, agency_name, group, submission (Submission value), verdict (Verdict value or
    #: None), report_date (datetime64, NaT), days_late (int, 0; of a missing return: up to the as-of date), file,
    #: errors, warnings, normalised (counts of problems), then the open fields of the header schema.
    agencies: pd.DataFrame
    #: The round before (`round.previous`), as the same inbox has it now, its states judged on its own last day; None
    #: where there was none. See `consolidation.compare`.
    earlier: "Consolidation | None" = None
    #: The round of another campaign that this one follows (`round.follows`), judged likewise; None where it follows none.
    #: See `consolidation.continuation`.
    continued: "Consolidation | None" = None

    @property
    def missing_agencies(self) -> tuple[str, ...]:
        """Return the codes of the agencies that owe a return and sent none that could be used, in register order."""
        return tuple(self.agencies.loc[self.agencies["submission"].eq(Submission.MISSING), "agency"])

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Return the tasks that the round asks for, in the decision's order."""
        tasks = self.campaign.reportable_tasks
        return tasks if self.round.tasks is None else tuple(task for task in tasks if task.code in self.round.tasks)

    @property
    def measuring_lists(self) -> tuple[OpenList, ...]:
        """Return the lists that measure a task of the round."""
        return self.campaign.measuring_lists(self.round)


def consolidation(
    returns: ValidatedReturns,
    files: Sequence[ReceivedFile],
    inputs: RoundInputs,
    *,
    earlier: Consolidation | None = None,
    continued: Consolidation | None = None,
) -> Consolidation:
    """Return what the returns say together; `files` are judged (`judged_files`).

    `earlier` is the round before, `continued` that of another campaign which this one follows.

    Raises:
        ImbalanceError: a file or a row was lost or counted twice.
    """
    check_files(returns, files)
    campaign, round_, schemas = inputs.campaign, inputs.round, inputs.schemas
    assigned = _assignments(returns.report, inputs)
    merged = Consolidation(
        campaign=campaign,
        round=round_,
        as_of=pd.Timestamp(inputs.as_of),
        assignments=assigned,
        indicators=indicator_rows(returns.indicators, assigned, inputs),
        lists={
            schema.name: _open_rows(returns.lists[schema.name], campaign, schema, judged=("counted",))
            for schema in schemas.lists
        },
        proposals=_open_rows(returns.proposals, campaign, schemas.proposals, judged=("in_error",)),
        agencies=agency_rows(
            returns,
            files,
            owing=owing_agencies(campaign, round_),
            waived=_waived_agencies(assigned),
            last_day=round_.last_day,
            as_of=inputs.as_of,
            schema=schemas.header,
        ),
        earlier=earlier,
        continued=continued,
    )
    check_rows(
        returns,
        assignments=merged.assignments,
        indicators=merged.indicators,
        lists=merged.lists,
        proposals=merged.proposals,
    )
    return merged


def matrix(consolidation: Consolidation) -> pd.DataFrame:
    """Return the states: one row per agency in register order, one column per task; "" where nothing is assigned."""
    return (
        consolidation.assignments.pivot(index="agency", columns="task", values="state")
        .reindex(index=consolidation.agencies["agency"].tolist(), columns=[task.code for task in consolidation.tasks])
        .fillna("")
    )


def _assignments(report: pd.DataFrame, inputs: RoundInputs) -> pd.DataFrame:
    """Return the long table: what was asked, joined with what came."""
    campaign, round_ = inputs.campaign, inputs.round
    asked_rows = pd.DataFrame(
        [
            (
                assignment.agency,
                campaign.agency_by_code[assignment.agency].name,
                campaign.agency_by_code[assignment.agency].group.code,
                assignment.task,
                campaign.task_by_code[assignment.task].section,
                assignment.role.value,
                assignment.related_only,
                assignment.nil_allowed,
                assignment.due,
                assignment.extended,
                assignment.follows_lead,
            )
            for assignment in assignments(campaign, round_)
        ],
        columns=[*_ASKED, "related_only", "nil_allowed", "due", "extended", "follows_lead"],
        dtype=object,
    ).astype({"related_only": bool, "nil_allowed": bool, "extended": bool, "follows_lead": bool})
    asked_rows["due"] = pd.to_datetime(asked_rows["due"])
    asked_rows["waived"] = _waived(asked_rows, campaign.excused(round_))
    rows = joined(asked_rows, report, ["agency", "task"])
    rows["filled"] = rows["filled"].eq(True)  # noqa: FBT003  # missing rows are neither True nor False
    rows["state"] = states(rows, as_of=pd.Timestamp(inputs.as_of))
    open_columns = [column.name for column in inputs.schemas.report.open_columns]
    rows["fallen_due"] = rows["due"].lt(pd.Timestamp(inputs.as_of))
    return rows[[*_ASKED, "related_only", "due", "extended", "fallen_due", *open_columns, "state", *SOURCE]]


def _waived(asked_rows: pd.DataFrame, excused: frozenset[tuple[str, str | None]]) -> "pd.Series[bool]":
    """Return which assignments the coordinator excused in this round."""
    pairs = zip(asked_rows["agency"], asked_rows["task"], strict=True)
    return pd.Series(
        [(agency, task) in excused or (agency, None) in excused for agency, task in pairs],
        index=asked_rows.index,
        dtype=bool,
    )


def _waived_agencies(assigned: pd.DataFrame) -> frozenset[str]:
    """Return the agencies excused from all that they were asked for."""
    all_waived = assigned["state"].eq(State.WAIVED).groupby(assigned["agency"]).all()
    return frozenset(all_waived.index[all_waived])


def _open_rows(
    reported: pd.DataFrame, campaign: Campaign, schema: SheetSchema, *, judged: Sequence[str]
) -> pd.DataFrame:
    """Return the rows of an open table (a list, the proposals) in register order, numbered within the agency.

    `judged` are the columns that say what was found out about each row.
    """
    position_of = {agency.code: position for position, agency in enumerate(campaign.agencies)}
    places = [(position_of[code], row) for code, row in zip(reported["agency"], reported["row"], strict=True)]
    rows = reported.iloc[sorted(range(len(places)), key=places.__getitem__)].reset_index(drop=True)
    rows["agency_name"] = [campaign.agency_by_code[code].name for code in rows["agency"]]
    rows["group"] = [campaign.agency_by_code[code].group.code for code in rows["agency"]]
    rows["number"] = rows.groupby("agency").cumcount() + 1
    open_columns = [column.name for column in schema.open_columns]
    return rows[["agency", "agency_name", "group", "number", *open_columns, *judged, *SOURCE]]


_ASKED = ("agency", "agency_name", "group", "task", "section", "role")
