"""What `Tổng quan` says of the round before: the headline figures side by side, what changed in the register."""

from collections.abc import Callable

from pipeline.consolidation.compare import Change, Comparison, Movement, RateChange
from pipeline.consolidation.counts import Counts, Submissions
from pipeline.consolidation.merge import Consolidation
from pipeline.reports.comparisons import rate_changed, register_sentences
from pipeline.reports.excel.overview_blocks import Block, Share, section_titles
from pipeline.reports.excel.styles import Look
from pipeline.reports.sentences import number

_SUBMISSIONS: dict[str, Callable[[Submissions], int]] = {
    "Cơ quan phải báo cáo": lambda found: found.owing,
    "Cơ quan đã báo cáo": lambda found: found.reported,
    "– đúng hạn": lambda found: found.in_time,
    "– chậm": lambda found: found.late,
}
_LED: dict[str, Callable[[Counts], int]] = {
    "Lượt chủ trì được giao": lambda numbers: numbers.assigned,
    "– đã hoàn thành": lambda numbers: numbers.done,
    "– quá hạn chưa hoàn thành": lambda numbers: numbers.overdue,
    "– chưa báo cáo": lambda numbers: numbers.not_reported,
}
_MOVED = (Movement.NEWLY_DONE, Movement.NEWLY_OVERDUE, Movement.UNDONE, Movement.NO_LONGER_REPORTED)


def progress_sentence(beside: Comparison) -> str:
    """Return how far the headline rates rose or fell; "" where none did."""
    told = (
        rate_changed("tỷ lệ cơ quan đã báo cáo", beside.submissions.rate(lambda found: found.rate)),
        rate_changed("tỷ lệ hoàn thành nhiệm vụ chủ trì", beside.led.rate(_done_rate)),
    )
    changes = "; ".join(words for words in told if words)
    return f"So với {beside.earlier.name}: {changes}." if changes else ""


def rounds_block(beside: Comparison) -> Block:
    """Return the headline figures of both rounds with their differences."""
    sent = [_counted(words, beside.submissions.number(figure)) for words, figure in _SUBMISSIONS.items()]
    led = [_counted(words, beside.led.number(figure)) for words, figure in _LED.items()]
    records = [
        *sent,
        _rated("Tỷ lệ cơ quan đã báo cáo", beside.submissions.rate(lambda found: found.rate)),
        *led,
        _rated("Tỷ lệ hoàn thành nhiệm vụ chủ trì", beside.led.rate(_done_rate)),
        _rated("Tỷ lệ hoàn thành, cả chủ trì và phối hợp", beside.total.rate(_done_rate)),
    ]
    if beside.models is not None:
        records.append(_counted("Cơ quan có mô hình", beside.models.number(lambda found: found.with_model)))
    return Block(
        title=f"So với {beside.earlier.name}",
        headings=("Chỉ số", "Lần này", "Lần trước", "Tăng, giảm"),
        looks=(Look.WRAPPED, Look.NUMBER, Look.NUMBER, Look.CHANGE),
        records=records,
        note=f"Số liệu {beside.earlier.name} lấy từ báo cáo đang có trong thư mục tiếp nhận. "
        "Tăng, giảm của tỷ lệ tính bằng điểm phần trăm.",
    )


def sections_compared_block(consolidation: Consolidation, beside: Comparison) -> Block:
    """Return the rate of done of the led tasks by section in both rounds."""
    return Block(
        title=f"Tỷ lệ hoàn thành nhiệm vụ chủ trì theo nhóm, so với {beside.earlier.name}",
        headings=("Nhóm nhiệm vụ", "Nhóm", "Lần trước", "Lần này", "Tăng, giảm (điểm %)"),
        looks=(Look.WRAPPED, Look.CODE, Look.RATE, Look.RATE, Look.CHANGE),
        records=[
            (title, f"Nhóm {code}", rate.before, rate.now, _points(rate))
            for code, title in section_titles(consolidation).items()
            if code in beside.led_by_section
            for rate in (beside.led_by_section[code].rate(_done_rate),)
        ],
    )


def movement_sentences(consolidation: Consolidation, beside: Comparison) -> list[str]:
    """Return what became of the assignments since the round before, and what changed among the agencies."""
    moved = [(movement.label, beside.moved(movement)) for movement in _MOVED]
    parts = [f"{label[0].lower()}{label[1:]} {number(count)}" for label, count in moved if count]
    register = register_sentences(beside, consolidation.campaign)
    return [
        *([f"Biến động (lượt nhiệm vụ, cả chủ trì và phối hợp): {'; '.join(parts)}."] if parts else []),
        *([f"Thay đổi danh sách cơ quan: {' '.join(register)}"] if register else []),
    ]


def _done_rate(numbers: Counts) -> float | None:
    return numbers.done_rate


def _counted(words: str, change: Change) -> tuple[object, ...]:
    return (words, change.now, change.before, change.difference)


def _rated(words: str, change: RateChange) -> tuple[object, ...]:
    both = [None if rate is None else Share(rate) for rate in (change.now, change.before)]
    return (words, *both, _points(change))


def _points(change: RateChange) -> float | None:
    return None if change.difference is None else round(change.difference * 100, 1)
