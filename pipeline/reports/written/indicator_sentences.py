"""The sentences of the written report on the indicators of a task."""

from collections.abc import Mapping, Sequence

from pipeline.campaign.indicators import Aggregate, Flow, is_percent
from pipeline.consolidation.compare import ComparedIndicator
from pipeline.consolidation.figures import IndicatorTotal
from pipeline.reports.sentences import amount, lower_first, measured, number, percent


def indicator_sentences(
    totals: Sequence[IndicatorTotal], compared: Mapping[str, ComparedIndicator] | None = None
) -> list[str]:
    """Return the totals of a task's indicators with their parts, those reported by equally many agencies in one sentence.

    `compared`: each beside the round before, by code; None or empty where there was none.
    """
    sides = compared or {}
    entries: dict[tuple[int, int], list[str]] = {}
    for whole in totals:
        if whole.part_of is not None or not _has_figure(whole):
            continue
        text = _with_change(whole, sides.get(whole.indicator))
        for part in totals:
            if part.part_of == whole.indicator and _has_figure(part):
                share = f", chiếm {percent(part.share)}" if part.share is not None else ""
                text += f" ({_with_change(part, sides.get(part.indicator))}{share})"
        entries.setdefault((whole.reported, whole.owing), []).append(text)
    return [
        f"Theo số liệu của {number(reported)}/{number(owing)} cơ quan, đơn vị: {'; '.join(texts)}."
        for (reported, owing), texts in entries.items()
    ]


def _has_figure(total: IndicatorTotal) -> bool:
    return total.total is not None or (total.aggregate is Aggregate.NONE and total.sides is None and total.reported > 0)


def _with_change(total: IndicatorTotal, compared: ComparedIndicator | None) -> str:
    """Return "số hội nghị: 246 hội nghị, tăng 12 so với lần trước"."""
    return f"{lower_first(total.name)}: {_figure(total)}{'' if compared is None else _change(compared)}"


def _figure(total: IndicatorTotal) -> str:
    """Return what all agencies together have; a sum of zero is "chưa có", of a ratio both sides are named."""
    if total.total is None:
        return "số của từng cơ quan, đơn vị tại trang “Chỉ tiêu” của Bảng tổng hợp (tệp Excel gửi kèm)"
    value = measured(total.total, total.decimals, total.unit)
    if total.sides is not None:
        part, whole = (amount(side, _decimals(side)) for side in total.sides)
        return f"{value} ({part}/{whole})"
    match total.aggregate:
        case Aggregate.MEAN:
            return f"bình quân {value} (trung bình cộng của {number(total.reported)} cơ quan, đơn vị)"
        case Aggregate.MAX:
            return f"cao nhất {value}"
        case _:
            return value if total.total else "chưa có"


def _decimals(value: float) -> int:
    return 0 if value.is_integer() else 2


def _change(compared: ComparedIndicator) -> str:
    """Return ", tăng 12 so với lần trước"; numbers of one round alone stand side by side: they do not go on."""
    current, before = compared.now, compared.before
    if current.flow is Flow.IN_ROUND:
        earlier = None if before is None else before.total
        return "" if earlier is None else f" (lần trước: {measured(earlier, current.decimals, current.unit)})"
    rise = compared.difference
    if not rise:
        return ""
    size = amount(abs(rise), current.decimals)
    points = " điểm phần trăm" if is_percent(current.unit) else ""
    return f", {'tăng' if rise > 0 else 'giảm'} {size}{points} so với lần trước"
