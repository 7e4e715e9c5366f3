"""One cell of the matrix with everything behind it: the state and why, what was typed and where, problems, the round before."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from pipeline.campaign.assignment import Assignment, assignments
from pipeline.campaign.decision import Extension, Waiver
from pipeline.consolidation.continuation import continued_name, continued_task, heirs_of
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.promises import Promise, promises
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas, SheetSchema
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.intake.tables.cells import RawRow
from pipeline.intake.tables.reader import RawReturn
from pipeline.problems import Problem, grouped
from pipeline.values import date_text, typed_text


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedValue:
    """One open cell of the agency's row: its heading, its address, what was typed, and how it was read."""

    title: str
    cell: str
    typed: str
    #: As the reports have it; "" where nothing could be read.
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierCell:
    """The same cell in the round before, or in a campaign that this one goes on with, of the agency or a predecessor."""

    round_name: str
    agency: str
    agency_name: str
    state: State
    status: str
    result: str
    file: str | None
    cell: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellStory:
    """Everything that is known of one agency and one task in a round."""

    agency: str
    agency_name: str
    task: str
    #: None where the task was not assigned to the agency.
    assignment: Assignment | None
    state: State | None
    #: One sentence: by which facts the state follows.
    ground: str
    #: The return that counts, or was refused; None where nothing came.
    file: ReceivedFile | None
    sheet: str | None
    values: tuple[TypedValue, ...]
    indicators: tuple[TypedValue, ...]
    #: What stands on the lists of the task.
    lists: tuple[TypedValue, ...]
    #: Of the row and its numbers, and of the whole file.
    problems: tuple[Problem, ...]
    #: Other files of the agency: superseded, doubled, of another round.
    others: tuple[ReceivedFile, ...]
    waivers: tuple[Waiver, ...]
    extensions: tuple[Extension, ...]
    earlier: tuple[EarlierCell, ...]
    #: What was promised in the round before of a task that was late, and whether it was kept.
    promise: Promise | None = None


def cell_story(
    consolidation: Consolidation,
    files: Sequence[ReceivedFile],
    problems: Sequence[Problem],
    schemas: Schemas,
    *,
    agency: str,
    task: str,
) -> CellStory:
    """Return everything behind one cell of the matrix; agency and task are codes of the campaign.

    `files` and `problems` are all of the run.
    """
    campaign, round_ = consolidation.campaign, consolidation.round
    owed = {(assignment.agency, assignment.task): assignment for assignment in assignments(campaign, round_)}
    assignment = owed.get((agency, task))
    of_agency = [file for file in files if file.agency == agency]
    counted = _counted(of_agency)
    row = _row_of(consolidation.assignments, agency, task)
    codes = {indicator.code for indicator in campaign.indicators_of(round_) if indicator.task == task}
    content = RawReturn() if counted is None or counted.content is None else counted.content
    reported, numbers = (
        rows[rows["agency"].eq(agency) & rows["file"].notna()]
        for rows in (consolidation.assignments, consolidation.indicators)
    )
    return CellStory(
        agency=agency,
        agency_name=campaign.agency_by_code[agency].name,
        task=task,
        assignment=assignment,
        state=None if row is None else State(row["state"]),
        ground=_ground(row, assignment, counted, as_of=consolidation.as_of.date()),
        file=counted,
        sheet=row["sheet"] if row is not None and isinstance(row["sheet"], str) else None,
        values=tuple(_values(content.report, {task}, schemas.report, reported.set_index("task"))),
        indicators=tuple(_values(content.indicators, codes, schemas.indicators, numbers.set_index("indicator"))),
        lists=tuple(
            value
            for open_list in campaign.lists
            if task in open_list.report_tasks
            for value in _entries(
                content.lists.get(open_list.code, ()), schemas.list_of(open_list.code), consolidation, agency
            )
        ),
        problems=tuple(_problems(problems, counted, task)),
        others=tuple(file for file in of_agency if file is not counted),
        waivers=tuple(
            waiver
            for waiver in campaign.waivers
            if waiver.round == round_.code and waiver.agency == agency and waiver.task in {None, task}
        ),
        extensions=tuple(
            extension for extension in campaign.extensions if (extension.agency, extension.task) == (agency, task)
        ),
        earlier=tuple(_earlier(consolidation, agency, task)),
        promise=promises(consolidation).get((agency, task)),
    )


def _counted(files: Sequence[ReceivedFile]) -> ReceivedFile | None:
    """Return the agency's return that is used, else the last that was refused, else the last unfilled form."""
    used = [file for file in files if file.verdict.used]
    refused = [file for file in files if file.verdict is Verdict.REJECTED]
    unfilled = [file for file in files if file.verdict is Verdict.UNFILLED]
    return next(iter((*used, *reversed(refused), *reversed(unfilled))), None)


def _row_of(rows: pd.DataFrame, agency: str, task: str) -> dict[Hashable, Any] | None:
    own = rows[rows["agency"].eq(agency) & rows["task"].eq(task)]
    return None if own.empty else own.iloc[0].to_dict()


def _ground(
    row: Mapping[Hashable, Any] | None, assignment: Assignment | None, file: ReceivedFile | None, *, as_of: date
) -> str:
    """Return in one sentence why the state is what it is: the rules of `states`, in words."""
    if row is None or assignment is None:
        return "Nhiệm vụ không giao cho cơ quan này trong lần báo cáo này nên ô để trống."
    match State(row["state"]):
        case State.WAIVED:
            return "Cơ quan được miễn báo cáo nhiệm vụ này, có ghi trong dữ liệu của đợt công tác."
        case State.NOT_REPORTED:
            return _why_not_reported(file)
        case State.IN_ERROR:
            return "Dòng báo cáo có lỗi nên chưa dùng được; xem các lỗi dưới đây."
        case reported:
            return f"Cơ quan báo «{row['status']}»{_against_due(reported, row['completed_on'], assignment, as_of)}."


def _against_due(state: State, completed: object, assignment: Assignment, as_of: date) -> str:
    """Return how the reported status and completion date compare with the due date."""
    due = "nhiệm vụ không có hạn" if assignment.due is None else f"hạn {date_text(assignment.due)}"
    done_on = f", ngày hoàn thành {_value_text(completed)}" if _value_text(completed) else ""
    until = f"tính đến ngày {date_text(as_of)}"
    match state:
        case State.NIL:
            return "; nhiệm vụ này cho phép trả lời như vậy"
        case State.DONE_IN_TIME if assignment.due is not None:
            return f"{done_on}, không sau {due}"
        case State.DONE_LATE:
            return f"{done_on}, sau {due}"
        case State.OVERDUE:
            return f"; {due} đã qua {until}"
        case State.WITH_LEAD:
            return f"; {due} đã qua {until}, nhưng cơ quan này phối hợp nên tính theo kết quả của cơ quan chủ trì"
        case _:
            passed = "" if assignment.due is None else f" chưa qua {until}"
            return f"{done_on}; {due}{passed}"


def _why_not_reported(file: ReceivedFile | None) -> str:
    """Return why the task counts as not reported."""
    if file is None:
        return "Chưa nhận được báo cáo của cơ quan."
    if file.verdict.used:
        return "Báo cáo đã nhận nhưng dòng của nhiệm vụ này để trống."
    if file.verdict is Verdict.UNFILLED:
        return "Cơ quan mới gửi về biểu mẫu chưa điền."
    return f"Báo cáo của cơ quan bị từ chối: {file.reason}"


def _values(raws: Sequence[RawRow], keys: set[str], schema: SheetSchema, rows: pd.DataFrame) -> list[TypedValue]:
    """Return what stands in the open cells of the raw rows with some codes, as typed and as read.

    Rows: those of the return in the consolidation, by code. Columns: the open columns of the schema.
    """
    values = []
    for raw in (raw for raw in raws if raw.key in keys):
        for column in schema.open_columns:
            cell = raw.cells.get(column.name)
            if cell is None:  # not in the form of its group
                continue
            typed = cell.error or typed_text(cell.value)
            if not typed and cell.formula is None:
                continue
            values.append(
                TypedValue(
                    title=column.title if schema.name == "report" else f"{raw.key} {column.title}",
                    cell=cell.cell.reference,
                    typed=typed if cell.formula is None else f"={cell.formula.removeprefix('=')} → {typed}",
                    read=_value_text(rows.loc[raw.key or "", column.name]) if raw.key in rows.index else "",
                )
            )
    return values


def _entries(
    raws: Sequence[RawRow], schema: SheetSchema, consolidation: Consolidation, agency: str
) -> list[TypedValue]:
    """Return what stands in the open cells of an agency's rows of a list, as typed and as read."""
    rows = consolidation.lists[schema.name]
    own = rows[rows["agency"].eq(agency)].to_dict("records")
    values = []
    for position, raw in enumerate(raws):
        for column in schema.open_columns:
            cell = raw.cells.get(column.name)
            typed = "" if cell is None else cell.error or typed_text(cell.value)
            if cell is not None and typed:
                read = _value_text(own[position][column.name]) if position < len(own) else ""
                title = f"{schema.sheet} {position + 1}, {column.title}"
                values.append(TypedValue(title=title, cell=cell.cell.reference, typed=typed, read=read))
    return values


def _value_text(value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    return typed_text(value.date() if isinstance(value, pd.Timestamp) else value)


def _problems(problems: Sequence[Problem], file: ReceivedFile | None, task: str) -> list[Problem]:
    """Return the first of each group of problems of a task, or of its whole file."""
    if file is None:
        return []
    own = [problem for problem in problems if problem.file == file.path and problem.task in {None, task}]
    if not file.verdict.used and not own:
        own = list(file.problems)
    return [group.first for group in grouped(own)]


def _earlier(consolidation: Consolidation, agency: str, task: str) -> list[EarlierCell]:
    """Return the same cell in the round before, or in another campaign, also of agencies that this one took over from."""
    continued = consolidation.continued
    cells = []
    if consolidation.earlier is not None:
        cells += _cells_of(consolidation.earlier, consolidation, agency, task, consolidation.earlier.round.name)
    task_before = "" if continued is None else continued_task(consolidation, task)
    if continued is not None and task_before:
        cells += _cells_of(continued, consolidation, agency, task_before, continued_name(continued))
    return cells


def _cells_of(
    earlier: Consolidation, consolidation: Consolidation, agency: str, task: str, name: str
) -> list[EarlierCell]:
    """Return the cells of an earlier consolidation, which is called by a name, that an agency of now stands for."""
    rows = earlier.assignments[earlier.assignments["task"].eq(task)]
    return [
        EarlierCell(
            round_name=name,
            agency=str(row["agency"]),
            agency_name=str(row["agency_name"]),
            state=State(row["state"]),
            status=_value_text(row["status"]),
            result=_value_text(row["result"]),
            file=row["file"] if isinstance(row["file"], str) else None,
            cell=row["cell"],
        )
        for row in rows.to_dict("records")
        if agency in heirs_of(consolidation, earlier, str(row["agency"]))
    ]


def role_label(assignment: Assignment) -> str:
    """Return the agency's part as it stands inside a sentence."""
    return assignment.role.label.lower() + (" (có liên quan)" if assignment.related_only else "")
