"""What status prints: for a person, or as JSON for a program."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from operator import attrgetter
from typing import TYPE_CHECKING

from pipeline.cli.terminal.layout import MOST_ITEMS, listed, remark_lines, wrapped
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.values import date_text

if TYPE_CHECKING:
    from pipeline.consolidation.arrivals import Arrival
    from pipeline.consolidation.compare import Comparison
    from pipeline.consolidation.counts import Submissions
    from pipeline.consolidation.tracking import AgencyDelay, TaskDelay
    from pipeline.intake.received import ReceivedFile
    from pipeline.reports.outbox.lost import LostReturn
    from pipeline.run import Run


def status_lines(run: "Run") -> Iterator[str]:
    """Yield who reported, who is late, who is missing, what is overdue and what falls due soon."""
    from pipeline.consolidation.arrivals import arrivals
    from pipeline.consolidation.states import Submission
    from pipeline.consolidation.tracking import SOON_DAYS, tracking
    from pipeline.reports.comparisons import continued_sentence
    from pipeline.reports.fallen_due import DUE_BASE, due_sentence
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
        yield _submission_row(run.campaign.group_by_code[group].title, submissions)
    yield _submission_row("Tổng số", numbers.submissions)
    yield ""
    yield from wrapped(f"{due_sentence(numbers.led)} {DUE_BASE}.", indent="")
    if numbers.comparison is not None:
        yield from _compared_lines(numbers.comparison)
    if numbers.continuation is not None:
        yield ""
        yield from wrapped(continued_sentence(numbers.continuation), indent="")
    yield from listed("Gửi chậm", [_delay(delay) for delay in followed_up.late])
    by_agency = arrivals(run.files, campaign=run.campaign, round_=run.round, as_of=run.as_of)
    yield from listed(
        Submission.MISSING.label, [_missing(delay, by_agency.get(delay.agency, ())) for delay in followed_up.missing]
    )
    yield from _rejected_lines(run)
    yield from listed(Verdict.UNFILLED.label, [_unfilled_form(file, run) for file in _unfilled(run)])
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
    yield from remark_lines(run.campaign.remarks)


def status_record(run: "Run", lost: "Sequence[LostReturn]") -> dict[str, object]:
    """Return the same as one record for programs. Format: docs/contract.md."""
    from pipeline.consolidation.counts import led_counts, submissions_by_group
    from pipeline.consolidation.tracking import tracking
    from pipeline.reports.outbox.manifest import sender_record

    followed_up = tracking(run.consolidation)
    led = led_counts(run.consolidation.assignments)
    rejected = [file for file in run.files if file.verdict is Verdict.REJECTED]
    by_group = submissions_by_group(run.consolidation.agencies, run.campaign.groups)
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
        "due": {
            "base": led.fallen_due,
            "done": led.done_fallen_due,
            "overdue": led.overdue,
            "not_reported": led.not_reported_fallen_due,
            "in_error": led.in_error_fallen_due,
        },
        "late": [asdict(delay) for delay in followed_up.late],
        "missing": [asdict(delay) for delay in followed_up.missing],
        "waived": [delay.agency for delay in followed_up.waived],
        "unfilled": [file.path for file in _unfilled(run)],
        "rejected": [file.path for file in rejected],
        "rejected_files": [
            {
                "path": file.path,
                "rule": file.rule,
                "reason": file.reason,
                "agency": None if file.identity is None else file.identity.agency,
                **sender_record(file),
            }
            for file in rejected
        ],
        "gone": [{"agency": lost_return.agency, "path": lost_return.path} for lost_return in lost],
        "overdue": [_task_record(delay) for delay in followed_up.overdue],
        "due_soon": [_task_record(delay) for delay in followed_up.due_soon],
        "excuses": [asdict(excuse) | {"on": excuse.on.isoformat()} for excuse in followed_up.excuses],
    }


def _unfilled(run: "Run") -> "list[ReceivedFile]":
    return [file for file in run.files if file.verdict is Verdict.UNFILLED]


def _unfilled_form(file: "ReceivedFile", run: "Run") -> str:
    agency = "" if file.identity is None else run.campaign.agency_by_code[file.identity.agency].name
    return f"{agency}: {file.path}"


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


def _missing(delay: "AgencyDelay", of_agency: "Sequence[Arrival]") -> str:
    """Return an agency whose return is missing, with what came of it in another round's form."""
    rounds = dict.fromkeys(arrival.other_round.name for arrival in of_agency if arrival.other_round is not None)
    return f"{_delay(delay)}, đã gửi báo cáo {', '.join(rounds)}" if rounds else _delay(delay)


def _rejected_lines(run: "Run") -> Iterator[str]:
    """Yield each rejected file with the reason and, where it can be guessed, who may have sent it."""
    rejected = [file for file in run.files if file.verdict is Verdict.REJECTED]
    yield ""
    yield from wrapped(f"Tệp bị từ chối ({len(rejected)}):" if rejected else "Tệp bị từ chối: không có", indent="")
    for file in rejected[:MOST_ITEMS]:
        yield from wrapped(f"{file.path}: {(file.reason or '').rstrip('.')}{_whose(file, run)}.", hanging="    ")
    if len(rejected) > MOST_ITEMS:
        yield from wrapped(f"và {len(rejected) - MOST_ITEMS} tệp khác, xem trang «Tiếp nhận» của tong-hop.xlsx")


def _whose(file: ReceivedFile, run: "Run") -> str:
    """Return whose a rejected file is, or may be."""
    if file.identity is not None:
        return f" ({run.campaign.agency_by_code[file.identity.agency].name})"
    guess = file.sender_guess
    if guess is None:
        return ""
    return f" (có thể là của {run.campaign.agency_by_code[guess.agency].name}, đoán theo {guess.ground.label})"


def _task(delay: "TaskDelay") -> str:
    return f"{delay.task} (hạn {date_text(delay.due)}, {len(delay.agencies)} cơ quan)"
