"""Which agencies' own words on a task are quoted in the written report, by a rule that the report states."""

import re
from collections.abc import Iterable

from pipeline.consolidation.states import State
from pipeline.consolidation.texts import nearly_same
from pipeline.reports.figures import Outcome
from pipeline.reports.sentences import quoted

#: Characters of a quoted result.
_QUOTED_LENGTH = 200
#: States whose result may be quoted, best first.
_QUOTABLE = (State.DONE_IN_TIME, State.DONE_LATE, State.IN_PROGRESS)
#: A longer text is not more informative for being quoted in part.
_LONG_ENOUGH = 300
_FIGURE = re.compile(r"\d")
#: A shorter one says no more than its status does.
_TOO_SHORT = 30
#: From this likeness on (0 to 100) two quoted results say the same.
_ALIKE = 70.0


def notable_results(outcomes: Iterable[Outcome], *, limit: int = 2) -> list[tuple[str, str]]:
    """Return the results of one task to quote, at most `limit`, as (agency code, its words shortened).

    The rule, so that anybody can follow the choice:

    1. done in time before done late before in progress; rows in error never;
    2. among them those with evidence (`Văn bản, minh chứng`) first, then those with a figure in the result;
    3. then the longer result, all from 300 characters on counting alike; then the register's order;
    4. one from each group of agencies before a second from any; a text nearly the same as a chosen one is passed over.
    """
    informative = [outcome for outcome in outcomes if outcome.state in _QUOTABLE and len(outcome.result) >= _TOO_SHORT]
    ranked = sorted(informative, key=_rank)
    chosen: dict[Outcome, str] = {}
    for other_group_only in (True, False):
        passed_over = {outcome.result for outcome in chosen}
        for outcome in ranked:
            if len(chosen) == limit:
                break
            same_group = any(outcome.group == other.group for other in chosen)
            if outcome.result in passed_over or (other_group_only and same_group):
                continue
            passed_over.add(outcome.result)
            words = quoted(outcome.result, _QUOTED_LENGTH)
            if not any(nearly_same(words, other, likeness=_ALIKE) for other in chosen.values()):
                chosen[outcome] = words
    return [(outcome.agency, words) for outcome, words in chosen.items()]


def _rank(outcome: Outcome) -> tuple[int, bool, bool, int]:
    figure = _FIGURE.search(outcome.result) is not None
    return _QUOTABLE.index(outcome.state), not outcome.evidence, not figure, -min(len(outcome.result), _LONG_ENOUGH)
