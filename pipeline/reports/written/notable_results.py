"""Notable results: which of many agencies' own words stand in the written report, by a stated rule."""

import re
from collections.abc import Iterable

from pipeline.consolidation.states import State
from pipeline.consolidation.texts import nearly_same
from pipeline.reports.figures import Outcome
from pipeline.reports.sentences import quoted

#: Characters of a result that are shown.
SHOWN_LENGTH = 200
#: States whose result may be shown, best first.
_SHOWN = (State.DONE_IN_TIME, State.DONE_LATE, State.IN_PROGRESS)
#: A longer text is not more informative for being quoted in part.
_ENOUGH = 300
_FIGURE = re.compile(r"\d")
#: A shorter one says no more than its status does.
_TOO_SHORT = 30
#: From this likeness on (0 to 100) two shown results say the same.
_ALIKE = 70.0


def notable_results(outcomes: Iterable[Outcome], *, limit: int = 2) -> list[tuple[str, str]]:
    """Return the results of one task that are shown, at most `limit`, as (agency code, its words shortened).

    The rule, so that anybody can follow the choice:

    1. done in time before done late before in progress; rows in error never;
    2. among them those with evidence (`Văn bản, minh chứng`) first, then those with a figure in the result;
    3. then the longer result, all from 300 characters on counting alike; then the register's order;
    4. one from each group of agencies before a second from any; a text nearly the same as a chosen one is passed over.
    """
    informative = [found for found in outcomes if found.state in _SHOWN and len(found.result) >= _TOO_SHORT]
    ranked = sorted(informative, key=_rank)
    chosen: dict[Outcome, str] = {}
    for other_group_only in (True, False):
        passed_over = {found.result for found in chosen}
        for found in ranked:
            if len(chosen) == limit:
                break
            same_group = any(found.group == other.group for other in chosen)
            if found.result in passed_over or (other_group_only and same_group):
                continue
            passed_over.add(found.result)
            words = quoted(found.result, SHOWN_LENGTH)
            if not any(nearly_same(words, other, likeness=_ALIKE) for other in chosen.values()):
                chosen[found] = words
    return [(found.agency, words) for found, words in chosen.items()]


def _rank(found: Outcome) -> tuple[int, bool, bool, int]:
    figure = _FIGURE.search(found.result) is not None
    return _SHOWN.index(found.state), not found.evidence, not figure, -min(len(found.result), _ENOUGH)
