"""Which results are worth quoting, best first, by a rule that anybody can follow."""

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar

from pipeline.consolidation.states import State

#: States whose result may be quoted, best first.
_QUOTABLE = (State.DONE_IN_TIME, State.DONE_LATE, State.IN_PROGRESS)
#: A longer text is not more informative for being quoted in part.
_LONG_ENOUGH = 300
_FIGURE = re.compile(r"\d")
#: A shorter one says no more than its status does.
_TOO_SHORT = 30


class ReportedResult(Protocol):
    """What the rule looks at."""

    @property
    def state(self) -> State: ...  # noqa: D102
    @property
    def result(self) -> str: ...  # noqa: D102
    @property
    def evidence(self) -> str: ...  # noqa: D102


Result = TypeVar("Result", bound=ReportedResult)


def ranked_results(results: Iterable[Result]) -> list[Result]:
    """Return the results that may be quoted, those first that say most.

    1. done in time before done late before in progress; rows in error never;
    2. among them those with evidence (`Văn bản, minh chứng`) first, then those with a figure in the result;
    3. then the longer result, all from 300 characters on counting alike; then the order in which they come.
    """
    informative = [result for result in results if result.state in _QUOTABLE and len(result.result) >= _TOO_SHORT]
    return sorted(informative, key=_rank)


def _rank(result: ReportedResult) -> tuple[int, bool, bool, int]:
    figure = _FIGURE.search(result.result) is not None
    return _QUOTABLE.index(result.state), not result.evidence, not figure, -min(len(result.result), _LONG_ENOUGH)
