"""The words for what did arrive of an agency and does not count."""

from collections.abc import Iterable

from pipeline.consolidation.arrivals import Arrival
from pipeline.reports.sentences import day, lower_first, shortened, without_end

#: Characters of a reason in a table.
_REASON_LENGTH = 200


def arrival_words(arrival: Arrival) -> str:
    """Return what came, when, and why it does not count, as it stands inside a sentence; what is not known is left out."""
    on = "" if arrival.day is None else f" ngày {day(arrival.day)}"
    if arrival.other_round is not None:
        return f"đã gửi báo cáo {arrival.other_round.name}{on}"
    reason = lower_first(without_end(shortened(arrival.reason, _REASON_LENGTH)))
    return f"đã nhận tệp “{arrival.name}”{on}, chưa dùng được vì {reason}"


def arrivals_sentence(arrivals: Iterable[Arrival]) -> str:
    """Return all that came of an agency in one sentence; "" where nothing came."""
    words = "; ".join(map(arrival_words, arrivals))
    return f"{words[0].upper()}{words[1:]}." if words else ""
