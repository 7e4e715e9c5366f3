"""What diff prints: what changed since an earlier consolidation, in words."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.cli.terminal.layout import listed, wrapped
from pipeline.values import date_text

if TYPE_CHECKING:
    from pipeline.consolidation.history import Changes, FileRecord
    from pipeline.consolidation.states import State
    from pipeline.reports.outbox.history import HistoryLine
    from pipeline.run import Run


def change_lines(run: "Run", since: "HistoryLine", changes: "Changes") -> Iterator[str]:
    """Yield the files, the agencies, the figures and the cells of the matrix that changed."""
    name = run.round.name
    yield from wrapped(
        f"{name[0].upper()}{name[1:]}, tính đến ngày {date_text(run.as_of)}, so với lần tổng hợp tính đến ngày "
        f"{date_text(since.record.as_of)} (dòng {since.number} của history.jsonl):",
        indent="",
    )
    if changes.none:
        yield ""
        yield "Không có gì thay đổi."
        return
    names = {agency.code: agency.name for agency in run.campaign.agencies}
    files, before = changes.now.files, changes.before.files
    yield from listed("Tệp mới", [_file(path, files[path], names) for path in changes.new_files])
    if changes.changed_files:
        yield from listed(
            "Tệp đổi kết luận", [_change(path, before[path], files[path]) for path in changes.changed_files]
        )
    if changes.gone_files:
        yield from listed("Tệp không còn trong thư mục", changes.gone_files)
    yield from listed("Cơ quan mới báo cáo", [names.get(code, code) for code in changes.newly_reported])
    if changes.no_longer_reported:
        yield from listed("Cơ quan không còn báo cáo", [names.get(code, code) for code in changes.no_longer_reported])
    yield from _figure_lines(changes)
    yield from _cell_lines(changes, names)


def _file(path: str, file: "FileRecord", names: dict[str, str]) -> str:
    whose = "" if file.agency is None else f", {names.get(file.agency, file.agency)}"
    return f"{path} ({file.verdict.label.lower()}{whose})"


def _change(path: str, before: "FileRecord", file: "FileRecord") -> str:
    if before.verdict is file.verdict:
        return f"{path} (nội dung khác, vẫn {file.verdict.label.lower()})"
    return f"{path} ({before.verdict.label.lower()} → {file.verdict.label.lower()})"


def _figure_lines(changes: "Changes") -> Iterator[str]:
    """Yield the headline figures that changed."""
    from pipeline.consolidation.compare import Change
    from pipeline.consolidation.states import State
    from pipeline.reports.comparisons import with_difference
    from pipeline.reports.sentences import amount
    from pipeline.reports.wording import DONE, NOT_REPORTED, OVERDUE

    figures = {
        DONE: changes.count((State.DONE_IN_TIME, State.DONE_LATE)),
        OVERDUE: changes.count((State.OVERDUE,)),
        NOT_REPORTED: changes.count((State.NOT_REPORTED,)),
        "Lượt nhiệm vụ có lỗi": changes.count((State.IN_ERROR,)),
        "Lỗi trong các tệp": (changes.before.errors, changes.now.errors),
        "Lưu ý trong các tệp": (changes.before.warnings, changes.now.warnings),
    }
    moved = {name: numbers for name, numbers in figures.items() if numbers[0] != numbers[1]}
    if moved:
        yield ""
        yield "Con số thay đổi:"
    for name, (before, after) in moved.items():
        yield f"  {name}: {amount(before)} → {with_difference(Change(after, before))}"


def _cell_lines(changes: "Changes", names: dict[str, str]) -> Iterator[str]:
    """Yield the cells of the matrix that changed, one paragraph an agency."""
    if not changes.moved:
        return
    yield ""
    yield f"Ô thay đổi trong ma trận ({sum(map(len, changes.moved.values()))}):"
    for agency, moves in changes.moved.items():
        ordered = sorted(moves, key=lambda move: (move[1] or "", move[2] or ""))
        parts = [
            f"{_letters(before)}→{_letters(after)}: {', '.join(task for task, _, _ in same)}"
            for (before, after), same in groupby(ordered, key=lambda move: (move[1], move[2]))
        ]
        yield from wrapped(f"{names.get(agency, agency)}: {'; '.join(parts)}", hanging="    ")


def _letters(state: "State | None") -> str:
    return "(trống)" if state is None else state.value
