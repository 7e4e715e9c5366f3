"""What status prints: for a person, or as JSON for a program."""

from collections.abc import Iterator
from dataclasses import asdict
from operator import attrgetter
from typing import TYPE_CHECKING

from pipeline.campaign.agencies import Group
from pipeline.cli.terminal.layout import listed, wrapped
from pipeline.intake.received import Verdict
from pipeline.values import date_text

if TYPE_CHECKING:
    from pipeline.consolidation.compare import Comparison
    from pipeline.consolidation.counts import Submissions
    from pipeline.consolidation.tracking import AgencyDelay, TaskDelay
    from pipeline.run import Run


def status_lines(run: "Run") -> Iterator[str]:
    """Yield who reported, who is late, who is missing, what is overdue and what falls due soon."""
    from pipeline.consolidation.states import Submission
    from pipeline.consolidation.tracking import SOON_DAYS, tracking
    from pipeline.reports.figures import figures
    from pipeline.reports.wording import EXCUSES

    numbers = figures(run.consolidation, run.files, run.problems, run.schemas)
    followed_up = tracking(run.consolidation)
    name = run.round.name
    yield from wrapped(
        f"{name[0].upper()}{name[1:]}, hạn gửi {date_text(run.round.last_day)} ({_days_left(run)}), "
        f"tính đến ngày {date_text(run.as_of)}",
        indent="",
    )
    yield ""
    yield _row("Khối", "Phải BC", "Đã BC", "Đúng hạn", "Chậm", "Thiếu")
    for group, submissions in numbers.submissions_by_group.items():
        yield _submission_row(Group(group).title, submissions)
    yield _submission_row("Tổng số", numbers.submissions)
    if numbers.comparison is not None:
        yield from _compared_lines(numbers.comparison)
    yield from listed("Gửi chậm", [_delay(delay) for delay in followed_up.late])
    yield from listed(Submission.MISSING.label, [_delay(delay) for delay in followed_up.missing])
    yield from listed("Tệp bị từ chối", [file.path for file in run.files if file.verdict is Verdict.REJECTED])
    yield from listed("Nhiệm vụ quá hạn", [_task(delay) for delay in followed_up.overdue])
    yield from listed(f"Nhiệm vụ đến hạn trong {SOON_DAYS} ngày tới", [_task(delay) for delay in followed_up.due_soon])
    if followed_up.excuses:
        yield from listed(
            EXCUSES,
            [
                f"{excuse.agency_name}: {excuse.kind.lower()} {excuse.what} ({excuse.by}, {date_text(excuse.on)})"
                for excuse in followed_up.excuses
            ],
        )


def status_record(run: "Run") -> dict[str, object]:
    """Return the same as one record for programs. Format: docs/contract.md."""
    from pipeline.consolidation.counts import submissions_by_group
    from pipeline.consolidation.tracking import tracking

    followed_up = tracking(run.consolidation)
    by_group = submissions_by_group(run.consolidation.agencies)
    return {
        "format": 1,
        "campaign": run.campaign.decision.campaign,
        "round": run.round.code,
        "as_of": run.as_of.isoformat(),
        "last_day": run.round.last_day.isoformat(),
        "submissions": {
            "total": _submission_record(run.submissions),
            "groups": {group: _submission_record(numbers) for group, numbers in by_group.items()},
        },
        "late": [asdict(delay) for delay in followed_up.late],
        "missing": [asdict(delay) for delay in followed_up.missing],
        "waived": [delay.agency for delay in followed_up.waived],
        "rejected": [file.path for file in run.files if file.verdict is Verdict.REJECTED],
        "overdue": [_task_record(delay) for delay in followed_up.overdue],
        "due_soon": [_task_record(delay) for delay in followed_up.due_soon],
        "excuses": [asdict(excuse) | {"on": excuse.on.isoformat()} for excuse in followed_up.excuses],
    }


def _submission_record(numbers: "Submissions") -> dict[str, int]:
    return {
        "owing": numbers.owing,
        "reported": numbers.reported,
        "in_time": numbers.in_time,
        "late": numbers.late,
        "missing": numbers.missing,
        "waived": numbers.waived,
    }


def _task_record(delay: "TaskDelay") -> dict[str, object]:
    return {"task": delay.task, "due": delay.due.isoformat(), "agencies": list(delay.agencies)}


def _days_left(run: "Run") -> str:
    days = (run.round.last_day - run.as_of).days
    if days > 0:
        return f"còn {days} ngày"
    return f"đã qua {-days} ngày" if days else "hôm nay là ngày cuối"


def _compared_lines(comparison: "Comparison") -> Iterator[str]:
    """Yield what was done in the round before beside what is done now."""
    from pipeline.reports.comparisons import with_difference

    done, overdue, reported = (
        comparison.total.number(attrgetter("done")),
        comparison.total.number(attrgetter("overdue")),
        comparison.submissions.number(attrgetter("reported")),
    )
    yield ""
    yield from wrapped(
        f"So với {comparison.earlier.name}: cơ quan đã báo cáo {with_difference(reported)}; "
        f"lượt nhiệm vụ đã hoàn thành {with_difference(done)}, quá hạn {with_difference(overdue)}.",
        indent="",
    )


def _row(name: str, *figures: object) -> str:
    return f"{name:<28}" + "".join(f"{figure!s:>10}" for figure in figures)


def _submission_row(name: str, numbers: "Submissions") -> str:
    return _row(name, numbers.owing, numbers.reported, numbers.in_time, numbers.late, numbers.missing)


def _delay(delay: "AgencyDelay") -> str:
    return f"{delay.name} ({delay.days_late} ngày)" if delay.days_late else delay.name


def _task(delay: "TaskDelay") -> str:
    return f"{delay.task} (hạn {date_text(delay.due)}, {len(delay.agencies)} cơ quan)"
