"""Rules of `Báo cáo` that need more than the row itself: the assignment, its due date, the lists."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pipeline.campaign.assignment import Assignment, Role
from pipeline.campaign.lists import OpenList
from pipeline.campaign.promised_dates import PromisedDates
from pipeline.forms.schema.schema import Status
from pipeline.intake.tables.cells import is_blank
from pipeline.rules import SAYING_NOTHING, Rule
from pipeline.text import without_marks
from pipeline.validation.findings import Finding
from pipeline.validation.typed_rows import TypedRows
from pipeline.values import date_text

_NOT_DONE = frozenset({Status.IN_PROGRESS, Status.NOT_STARTED})
#: What a task needs that is past its due date and not done; the first of everybody.
_ASKED_OF_OVERDUE = (
    ("difficulties", Rule.OVERDUE_REASON_MISSING),
    ("cause", Rule.CAUSE_MISSING),
    ("promised_on", Rule.PROMISE_MISSING),
)


def status_findings(rows: TypedRows, assigned: Sequence[Assignment], *, waived: Sequence[bool]) -> Iterator[Finding]:
    """Give the rows whose status is missing or not open to this agency, and the empty rows.

    `assigned` and `waived` have one element a row; an excused row may stay empty.
    """
    for position, (filled, status, assignment) in enumerate(
        zip(rows.filled, rows.values["status"], assigned, strict=True)
    ):
        if filled:
            if status is None:
                yield Finding(row=position, column="status", rule=Rule.STATUS_MISSING)
            elif status == Status.DONE and not assignment.done_allowed:
                yield Finding(row=position, column="status", rule=Rule.DONE_NOT_ALLOWED)
            elif status == Status.NIL and not assignment.nil_allowed:
                yield Finding(row=position, column="status", rule=Rule.NIL_NOT_ALLOWED)
        elif not waived[position]:
            led = assignment.role is Role.LEAD
            rule = Rule.LED_ROW_EMPTY if led else Rule.COORDINATED_ROW_EMPTY
            yield Finding(row=position, column="status", rule=rule)


def overdue_findings(rows: TypedRows, assigned: Sequence[Assignment], *, reference_day: date) -> Iterator[Finding]:
    """Give the tasks past their due date on the reference day and not done, without a reason, a cause or a promised date.

    Cause and promise are the lead's where a task has one; a form that did not have their columns lacks nothing.
    """
    for position, assignment in enumerate(assigned):
        status = rows.values["status"][position]
        if assignment.due is None or assignment.due >= reference_day or status not in _NOT_DONE:
            continue
        for column, rule in _ASKED_OF_OVERDUE[: 1 if assignment.follows_lead else None]:
            cell = rows.raws[position].cells.get(column)
            missing = cell is not None and is_blank(cell)
            if column == "difficulties":
                missing = rows.values[column][position] is None
            if missing:
                yield Finding(
                    row=position,
                    column=column,
                    rule=rule,
                    parameters={"due": date_text(assignment.due)},
                    rests_on=((position, "status"),),
                )


def promise_findings(rows: TypedRows, header: TypedRows, *, promised: PromisedDates) -> Iterator[Finding]:
    """Give the promised dates that lie before the report date of their return, or too far ahead."""
    days = zip(header.owners, header.values["report_date"], strict=True)
    report_dates = {owner.file: day for owner, day in days if isinstance(day, date)}
    for position, (owner, day) in enumerate(zip(rows.owners, rows.values.get("promised_on", ()), strict=False)):
        limits = promised.reported_on(report_dates.get(owner.file))
        if isinstance(day, date) and not limits.include(day):
            parameters = {"first": date_text(limits.first), "last": date_text(limits.last)}
            yield Finding(row=position, column="promised_on", rule=Rule.PROMISE_OUTSIDE, parameters=parameters)


def completion_findings(rows: TypedRows, header: TypedRows, *, starts: Mapping[str, date]) -> Iterator[Finding]:
    """Give the tasks completed after the report date of their return, or before their time began.

    `starts` are by task; what comes before the campaign's period has been told of as such.
    """
    days = zip(header.owners, header.values["report_date"], strict=True)
    report_dates = {owner.file: day for owner, day in days if isinstance(day, date)}
    for position, (owner, day) in enumerate(zip(rows.owners, rows.values["completed_on"], strict=True)):
        if not isinstance(day, date):
            continue
        reported, start = report_dates.get(owner.file), starts.get(owner.task or "")
        if reported is not None and day > reported:
            parameters = {"reported": date_text(reported)}
            yield Finding(row=position, column="completed_on", rule=Rule.COMPLETED_AFTER_REPORT, parameters=parameters)
        if start is not None and rows.past.start <= day < start:
            parameters = {"start": date_text(start)}
            yield Finding(row=position, column="completed_on", rule=Rule.COMPLETED_BEFORE_WINDOW, parameters=parameters)


def vague_result_findings(rows: TypedRows) -> Iterator[Finding]:
    """Give the results that do not say what was done, where something is said to have been."""
    for position, (status, result) in enumerate(zip(rows.values["status"], rows.values["result"], strict=True)):
        if status in {Status.DONE, Status.IN_PROGRESS} and isinstance(result, str) and says_nothing(result):
            yield Finding(row=position, column="result", rule=Rule.VAGUE_RESULT, rests_on=((position, "status"),))


def says_nothing(text: str) -> bool:
    """Return whether a text has no word of its own, whatever its case, marks and punctuation."""
    if len(_WORD.findall(text)) > _MOST_WORDS:
        return False
    words = _bare_words(text)
    return not words or words in _EMPTY_WORDS


def _bare_words(text: str) -> str:
    return " ".join(_WORD.findall(without_marks(text)))


_WORD = re.compile(r"[^\W_]+")
_EMPTY_WORDS = frozenset(map(_bare_words, SAYING_NOTHING))
#: A letter and its marks may count as several words before they are composed.
_MOST_WORDS = 4 * max(words.count(" ") + 1 for words in _EMPTY_WORDS)


def list_findings(rows: TypedRows, entries: TypedRows, measured: OpenList) -> Iterator[Finding]:
    """Give the agencies whose status of the task that a list measures and whose rows on the list do not go together.

    Rows may be listed while the task is in progress, but not while nothing is said to have been done.
    """
    measure = measured.measures
    if measure is None:
        return
    counts = Counter(owner.file for owner in entries.owners)
    for position, (owner, status) in enumerate(zip(rows.owners, rows.values["status"], strict=True)):
        if owner.task != measure.task or (measured.groups and owner.group not in measured.groups):
            continue
        count = counts[owner.file]
        about = {"list": measured.sheet, "noun": measured.noun, "count": count, "status": status}
        if status == Status.DONE and count < measure.at_least:
            some = f"mới có {count}/{measure.at_least} {measured.noun}"
            lacking = some if count else f"chưa có {measured.noun} nào"
            parameters = {**about, "lacking": lacking}
            yield Finding(row=position, column="status", rule=Rule.DONE_WITHOUT_LISTED, parameters=parameters)
        elif status in {Status.NOT_STARTED, Status.NIL} and count:
            yield Finding(row=position, column="status", rule=Rule.LISTED_WITHOUT_DONE, parameters=about)
