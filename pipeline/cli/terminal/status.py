"""What status prints: for a person, or as JSON for a program."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.campaign.agencies import Group
from pipeline.cli.terminal.layout import listed, wrapped
from pipeline.intake.received import Verdict
from pipeline.values import date_text

if TYPE_CHECKING:
    from pipeline.consolidation.counts import Submissions
    from pipeline.consolidation.tracking import AgencyDelay, TaskDelay
    from pipeline.reports.outbox.gone import GoneReturn
    from pipeline.run import Run


def status_lines(run: "Run") -> Iterator[str]:
    """Yield who reported, who is late, who is missing, what is overdue and what falls due soon."""
    from pipeline.consolidation.tracking import SOON_DAYS, tracking

    found = tracking(run.consolidation)
    name = run.round.name
    yield from wrapped(
        f"{name[0].upper()}{name[1:]}, hạn gửi {date_text(run.round.last_day)} ({_days_left(run)}), "
        f"tính đến ngày {date_text(run.as_of)}",
        indent="",
    )
    yield ""
    yield _row("Khối", "Phải BC", "Đã BC", "Đúng hạn", "Chậm", "Thiếu")
    for group, numbers in found.by_group.items():
        yield _submission_row(Group(group).title, numbers)
    yield _submission_row("Tổng số", found.submissions)
    yield from _compared_lines(run)
    yield from listed("Gửi chậm", [_delay(one) for one in found.late])
    yield from listed("Chưa báo cáo", [_delay(one) for one in found.missing])
    yield from listed("Tệp bị từ chối", [file.path for file in run.files if file.verdict is Verdict.REJECTED])
    yield from listed("Nhiệm vụ quá hạn", [_task(one) for one in found.overdue])
    yield from listed(f"Nhiệm vụ đến hạn trong {SOON_DAYS} ngày tới", [_task(one) for one in found.due_soon])
    if found.excuses:
        yield from listed(
            "Miễn báo cáo, gia hạn",
            [
                f"{one.agency_name}: {one.kind.lower()} {one.what} ({one.by}, {date_text(one.on)})"
                for one in found.excuses
            ],
        )


def status_record(run: "Run", gone: "Sequence[GoneReturn]") -> dict[str, object]:
    """Return the same as one record for programs. Format: docs/contract.md."""
    from pipeline.consolidation.tracking import tracking

    found = tracking(run.consolidation)
    return {
        "format": 1,
        "campaign": run.campaign.decision.campaign,
        "round": run.round.code,
        "as_of": run.as_of.isoformat(),
        "last_day": run.round.last_day.isoformat(),
        "submissions": {
            "total": _submission_record(found.submissions),
            "groups": {group: _submission_record(numbers) for group, numbers in found.by_group.items()},
        },
        "late": [asdict(one) for one in found.late],
        "missing": [asdict(one) for one in found.missing],
        "waived": [one.agency for one in found.waived],
        "rejected": [file.path for file in run.files if file.verdict is Verdict.REJECTED],
        "gone": [{"agency": one.agency, "path": one.path} for one in gone],
        "overdue": [_task_record(one) for one in found.overdue],
        "due_soon": [_task_record(one) for one in found.due_soon],
        "excuses": [asdict(one) | {"on": one.on.isoformat()} for one in found.excuses],
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


def _compared_lines(run: "Run") -> Iterator[str]:
    """Yield what was done in the round before beside what is done now."""
    from pipeline.consolidation.compare import comparison
    from pipeline.reports.comparisons import with_difference

    found = comparison(run.consolidation)
    if found is None:
        return
    done, overdue, reported = (
        found.total.number(lambda figures: figures.done),
        found.total.number(lambda figures: figures.overdue),
        found.submissions.number(lambda figures: figures.reported),
    )
    yield ""
    yield from wrapped(
        f"So với {found.earlier.name}: cơ quan đã báo cáo {with_difference(reported)}; "
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
