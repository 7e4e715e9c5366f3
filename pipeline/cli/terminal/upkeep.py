"""What the commands that look after a project print: for a person, or as JSON for a program."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.terminal.layout import MOST_ITEMS, listed, wrapped

if TYPE_CHECKING:
    from pipeline.upkeep.checkup import Checkup
    from pipeline.upkeep.complaint import Complaint

#: Of one kind so many complaints are told in full; the others are counted.
_TOLD_IN_FULL = 3


def started_lines(folder: Path, campaign: str, *, is_example: bool) -> Iterator[str]:
    """Yield what was made, and what to do next."""
    yield f"Đã tạo thư mục dự án {folder}"
    catalogue = folder / "catalogue" / campaign
    yield f"Đợt công tác {'ví dụ' if is_example else 'trống'}: {catalogue}"
    if is_example:
        yield from wrapped(
            f"Xem thử: tonghop templates --project {folder}; hướng dẫn ở {folder / 'HUONG-DAN.md'}", indent=""
        )
    else:
        yield from wrapped(
            f"Việc tiếp theo: điền các chỗ <điền …> trong {catalogue}, rồi chạy: tonghop doctor --project {folder}",
            indent="",
        )


def doctor_lines(checkup: "Checkup") -> Iterator[str]:
    """Yield what is missing or doubtful, what stops the work first, each with its place and what to do."""
    yield f"Đợt công tác: {', '.join(checkup.campaigns) or 'chưa có'}"
    for gravity in sorted({complaint.gravity for complaint in checkup.complaints}, reverse=True):
        yield ""
        yield f"{gravity.label}:"
        kinds: dict[str, list[Complaint]] = {}
        for complaint in checkup.complaints:
            if complaint.gravity is gravity:
                kinds.setdefault(complaint.code, []).append(complaint)
        for complaints in kinds.values():
            yield from _kind_lines(complaints)
    if checkup.first.is_to_move:
        yield from listed("Còn ở chỗ của phiên bản trước", [str(path) for path in checkup.first.sources])
    yield ""
    if not checkup.complaints:
        yield "Mọi thứ đã sẵn sàng."
    elif not checkup.is_stopped:
        yield "Làm việc được ngay; các mục «Xem lại» không cản trở."
    yield from wrapped(
        f"Phiên bản: {', '.join(f'{package} {number}' for package, number in checkup.versions.items())}", indent=""
    )


def _kind_lines(complaints: list["Complaint"]) -> Iterator[str]:
    """Yield the complaints of one kind."""
    for complaint in complaints[:_TOLD_IN_FULL]:
        place = "" if complaint.place is None else f" [{complaint.place}]"
        yield from wrapped(f"- {complaint.message}{place}", indent="  ", hanging="    ")
        if complaint.agencies:
            others = len(complaint.agencies) - MOST_ITEMS
            more = f" và {others} cơ quan khác" if others > 0 else ""
            yield from wrapped(f"{', '.join(complaint.agencies[:MOST_ITEMS])}{more}", indent="    ")
    rest = len(complaints) - _TOLD_IN_FULL
    if rest > 0:
        yield f"  - và {rest} mục như vậy nữa; xem đủ bằng: tonghop doctor --json"
    yield from wrapped(f"→ {complaints[0].remedy}", indent="    ")


def doctor_record(checkup: "Checkup") -> dict[str, object]:
    """Return the same as one record for programs. Format: docs/contract.md."""
    first = checkup.first
    places = [(move.source, move.target) for moves in (first.moves, first.lines) for move in moves]
    return {
        "format": 1,
        "campaigns": list(checkup.campaigns),
        "findings": [
            {
                "code": complaint.code,
                "severity": complaint.gravity.value,
                "message": complaint.message,
                "file": None if complaint.place is None else str(complaint.place.path),
                "line": None if complaint.place is None else complaint.place.line,
                "remedy": complaint.remedy,
                "agencies": list(complaint.agencies),
            }
            for complaint in checkup.complaints
        ],
        "versions": dict(checkup.versions),
        "to_move": [{"from": str(source), "to": str(target)} for source, target in places],
        "unclear": [{"path": str(unclear.path), "why": unclear.why} for unclear in first.unclear],
    }
