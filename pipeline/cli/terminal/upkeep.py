"""What doctor prints: for a person, or as JSON for a program."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.cli.terminal.layout import listed

if TYPE_CHECKING:
    from pipeline.reports.outbox.first_edition import FirstEdition


def doctor_lines(first: "FirstEdition") -> Iterator[str]:
    """Yield what lies in old places and what to do about it."""
    if first.is_to_move:
        yield from listed("Còn ở chỗ của phiên bản trước", [str(path) for path in first.sources])
        yield ""
        yield "Các lệnh ghi kết quả dừng cho đến khi chuyển xong; hãy chạy: tonghop doctor --move"
    if first.unclear:
        yield from listed("Để nguyên, hãy tự chuyển", [f"{unclear.path}: {unclear.why}" for unclear in first.unclear])
    if not first.is_to_move and not first.unclear:
        yield "Mọi tệp đều ở đúng chỗ."


def doctor_record(first: "FirstEdition") -> dict[str, object]:
    """Return the same as one record for programs. Format: docs/contract.md."""
    places = [(move.source, move.target) for moves in (first.moves, first.lines) for move in moves]
    return {
        "format": 1,
        "to_move": [{"from": str(source), "to": str(target)} for source, target in places],
        "unclear": [{"path": str(unclear.path), "why": unclear.why} for unclear in first.unclear],
    }
