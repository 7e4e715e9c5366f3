"""What status prints."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from pipeline.campaign.agencies import Group
from pipeline.intake.inbox import Verdict
from pipeline.values import date_text

if TYPE_CHECKING:
    from pipeline.run import Run


def status_lines(run: "Run") -> Iterator[str]:
    """Yield who reported, who is late, who is missing and what is overdue, each line at most 80 characters."""
    from pipeline.consolidation.counts import submissions, submissions_by_group
    from pipeline.consolidation.tracking import late_agencies, overdue_tasks

    yield f"{run.round.name.capitalize()}, hạn gửi {date_text(run.round.last_day)}, tính đến ngày {date_text(run.as_of)}"
    yield ""
    yield _submission_row("Khối", "Phải BC", "Đã BC", "Đúng hạn", "Chậm", "Thiếu")
    for group, counts in submissions_by_group(run.consolidation.agencies).items():
        yield _submission_row(
            Group(group).title, counts.owing, counts.reported, counts.in_time, counts.late, counts.missing
        )
    total = submissions(run.consolidation.agencies)
    yield _submission_row("Tổng số", total.owing, total.reported, total.in_time, total.late, total.missing)
    names = {agency.code: agency.name for agency in run.campaign.agencies}
    yield from _listed("Gửi chậm", [names[code] for code in late_agencies(run.consolidation)])
    yield from _listed("Chưa báo cáo", [names[code] for code in run.missing])
    yield from _listed("Tệp bị từ chối", [file.path for file in run.files if file.verdict is Verdict.REJECTED])
    overdue = overdue_tasks(run.consolidation)
    yield from _listed("Nhiệm vụ quá hạn", [f"{task} ({count} cơ quan)" for task, count in overdue.items()])


def _submission_row(name: str, *figures: object) -> str:
    return f"{name:<28}" + "".join(f"{figure!s:>10}" for figure in figures)


def _listed(heading: str, items: Sequence[str]) -> Iterator[str]:
    """Yield a heading with its items, wrapped; the sentence for none is written out."""
    yield ""
    if not items:
        yield f"{heading}: không có"
        return
    yield f"{heading} ({len(items)}):"
    yield from wrap("; ".join(items), width=80, initial_indent="  ", subsequent_indent="  ")
