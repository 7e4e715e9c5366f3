"""Control totals: nothing lost, nothing counted twice; if they do not balance the run fails and the old outbox stands."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.consolidation.states import State
from pipeline.errors import ImbalanceError
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.validation.returns import ValidatedReturns


def check_files(returns: ValidatedReturns, files: Sequence[ReceivedFile]) -> None:
    """Check that files in are the sum of their verdicts, and that each agency has at most one used file.

    Raises:
        ImbalanceError: with the two sides that differ.
    """
    by_verdict = Counter(file.verdict for file in files)
    _equal("files in, by verdict", len({file.path for file in files}), sum(by_verdict[verdict] for verdict in Verdict))
    used = sorted(file.path for file in files if file.verdict.used)
    _equal("files used, headers read", used, sorted(returns.headers["file"]))
    _equal("agencies of files used, files used", returns.headers["agency"].nunique(), len(used))


def check_rows(
    returns: ValidatedReturns,
    *,
    assignments: pd.DataFrame,
    indicators: pd.DataFrame,
    lists: Mapping[str, pd.DataFrame],
    proposals: pd.DataFrame,
) -> None:
    """Check that rows read are rows merged and rows in error.

    Raises:
        ImbalanceError: with the two sides that differ.
    """
    reported = assignments["file"].notna()
    in_error = reported & assignments["state"].eq(State.IN_ERROR)
    merged = reported & ~in_error
    _equal("report rows read, merged and in error", len(returns.report), int(merged.sum()) + int(in_error.sum()))
    _equal("indicator rows read, merged", len(returns.indicators), int(indicators["file"].notna().sum()))
    for code, entries in lists.items():
        _equal(f"{code} read, merged", len(returns.lists[code]), len(entries))
    _equal("lists read, merged", len(returns.lists), len(lists))
    _equal("proposals read, merged", len(returns.proposals), len(proposals))


def _equal(totals: str, left: object, right: object) -> None:
    if left != right:
        raise ImbalanceError(f"{totals}: {left} against {right}")
