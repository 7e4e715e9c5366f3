"""What why prints: everything behind one cell of the matrix."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.cli.terminal.layout import wrapped
from pipeline.values import date_text

if TYPE_CHECKING:
    from pipeline.campaign.decision import Extension, Waiver
    from pipeline.consolidation.explanation import CellStory, EarlierCell, TypedValue
    from pipeline.intake.received import ReceivedFile
    from pipeline.problems import Problem
    from pipeline.run import Run


def why_lines(run: "Run", story: "CellStory") -> Iterator[str]:
    """Yield the state and its ground, what was typed and where, problems, other files, the round before."""
    from pipeline.consolidation.explanation import role_label
    from pipeline.reports.sentences import NO_DUE_DATE

    task = run.campaign.task_by_code[story.task]
    yield from wrapped(f"{story.agency_name} ({story.agency}), nhiệm vụ {story.task}", indent="")
    yield from wrapped(task.text)
    yield from wrapped(f"{run.round.name[0].upper()}{run.round.name[1:]}, tính đến ngày {date_text(run.as_of)}")
    if story.assignment is not None:
        due = NO_DUE_DATE if story.assignment.due is None else f"hạn {date_text(story.assignment.due)}"
        limit = "" if task.time_limit is None else f" («{task.time_limit.verbatim}»)"
        yield from wrapped(f"Được giao {role_label(story.assignment)}, {due}{limit}")
    yield ""
    state = "(trống)" if story.state is None else f"{story.state.value}: {story.state.label}"
    yield from wrapped(f"Trong ma trận: {state}", indent="")
    yield from wrapped(story.ground)
    yield from _file_lines(story)
    yield from _value_lines("Cơ quan đã gõ", story.values)
    yield from _value_lines("Chỉ tiêu", story.indicators)
    yield from _value_lines("Danh sách", story.lists)
    yield from _problem_lines(story.problems)
    yield from _record_lines(story.waivers, story.extensions)
    yield from _other_lines(story.others)
    yield from _earlier_lines(story.earlier)
    if story.promise is not None:
        promised = f"Lần trước cơ quan dự kiến hoàn thành ngày {date_text(story.promise.promised_on)}"
        yield from wrapped(f"{promised}: {story.promise.label}")


def _file_lines(story: "CellStory") -> Iterator[str]:
    file = story.file
    if file is None:
        return
    yield ""
    sheet = "" if story.sheet is None else f", trang {story.sheet}"
    yield from wrapped(f"Tệp: {file.path}{sheet}", indent="")
    yield from wrapped(f"Kết luận: {file.verdict.label}")
    if file.report_date is not None:
        yield from wrapped(f"Ngày báo cáo: {date_text(file.report_date)}")
    yield from wrapped(f"SHA-256: {file.sha256}")


def _value_lines(heading: str, values: "tuple[TypedValue, ...]") -> Iterator[str]:
    if not values:
        return
    yield ""
    yield f"{heading}:"
    for value in values:
        read = "" if value.read == value.typed else f" [đọc là: {value.read or 'không đọc được'}]"
        yield from wrapped(f"{value.cell} {value.title}: {value.typed}{read}", hanging="    ")


def _problem_lines(problems: "tuple[Problem, ...]") -> Iterator[str]:
    if not problems:
        return
    yield ""
    yield "Lỗi, lưu ý:"
    for problem in problems:
        place = "" if problem.cell is None else f" {problem.cell.sheet}!{problem.cell.reference}:"
        text = f"[{problem.severity.label}]{place} {problem.message} {problem.hint}"
        yield from wrapped(f"{text.strip()} ({problem.rule.code})", hanging="    ")


def _record_lines(waivers: "tuple[Waiver, ...]", extensions: "tuple[Extension, ...]") -> Iterator[str]:
    from pipeline.consolidation.waivers import what_is_waived

    records = [
        f"Miễn {what_is_waived(waiver)}: {waiver.why} ({waiver.by}, ngày {date_text(waiver.on)})" for waiver in waivers
    ]
    records += [
        f"Gia hạn đến ngày {date_text(extension.due)}: {extension.why} ({extension.by}, ngày {date_text(extension.on)})"
        for extension in extensions
    ]
    if records:
        yield ""
        yield "Miễn, gia hạn:"
    for record in records:
        yield from wrapped(record, hanging="    ")


def _other_lines(files: "tuple[ReceivedFile, ...]") -> Iterator[str]:
    if files:
        yield ""
        yield "Tệp khác của cơ quan:"
    for file in files:
        reason = f": {file.reason}" if file.reason else ""
        yield from wrapped(f"{file.path} ({file.verdict.label.lower()}){reason}", hanging="    ")


def _earlier_lines(cells: "tuple[EarlierCell, ...]") -> Iterator[str]:
    for cell in cells:
        name = f"{cell.round_name[0].upper()}{cell.round_name[1:]}"
        yield ""
        yield from wrapped(f"{name} ({cell.agency_name}): {cell.state.label}", indent="")
        if cell.status:
            yield from wrapped(f"Trạng thái: {cell.status}")
        if cell.result:
            yield from wrapped(f"Kết quả: {cell.result}", hanging="    ")
        if cell.file is not None:
            yield from wrapped(f"Tệp: {cell.file}, ô {cell.cell}")
