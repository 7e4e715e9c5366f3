"""Rules of `Báo cáo` that need more than the row itself: the assignment, its due date, the list of models."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.campaign.assignment import Assignment, Role
from pipeline.forms.schema.schema import Status
from pipeline.rules import Rule
from pipeline.validation.findings import Finding
from pipeline.validation.typed_rows import TypedRows
from pipeline.values import date_text


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
            elif status == Status.NIL and not assignment.nil_allowed:
                yield Finding(row=position, column="status", rule=Rule.NIL_NOT_ALLOWED)
        elif not waived[position]:
            led = assignment.role is Role.LEAD
            rule = Rule.LED_ROW_EMPTY if led else Rule.COORDINATED_ROW_EMPTY
            yield Finding(row=position, column="status", rule=rule)


def overdue_findings(rows: TypedRows, assigned: Sequence[Assignment], *, reference_day: date) -> Iterator[Finding]:
    """Give the tasks past their due date on the reference day and not done, without a reason."""
    for position, assignment in enumerate(assigned):
        if assignment.due is None or assignment.due >= reference_day:
            continue
        status, reason = rows.values["status"][position], rows.values["difficulties"][position]
        if status in {Status.IN_PROGRESS, Status.NOT_STARTED} and reason is None:
            yield Finding(
                row=position,
                column="difficulties",
                rule=Rule.OVERDUE_REASON_MISSING,
                parameters={"due": date_text(assignment.due)},
                rests_on=((position, "status"),),
            )


def model_findings(rows: TypedRows, models: TypedRows, *, model_task: str | None) -> Iterator[Finding]:
    """Give the agencies whose status of the model task and whose list of models do not go together.

    Models may be listed while the task is in progress, but not while nothing is said to have been done.
    """
    model_counts = Counter(owner.file for owner in models.owners)
    for position, (owner, status) in enumerate(zip(rows.owners, rows.values["status"], strict=True)):
        if owner.task != model_task:
            continue
        count = model_counts[owner.file]
        if status == Status.DONE and not count:
            yield Finding(row=position, column="status", rule=Rule.DONE_WITHOUT_MODEL)
        elif status in {Status.NOT_STARTED, Status.NIL} and count:
            parameters = {"count": count, "status": status}
            yield Finding(row=position, column="status", rule=Rule.MODEL_WITHOUT_DONE, parameters=parameters)
