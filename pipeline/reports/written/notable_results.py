"""Which agencies' own words on a task are quoted in the written report, by a rule that the report states."""

from collections.abc import Iterable

from pipeline.consolidation.notable import ranked_results
from pipeline.consolidation.texts import nearly_same
from pipeline.reports.figures import Outcome
from pipeline.reports.sentences import quoted
from pipeline.review.review import Review

#: Characters of a quoted result.
_QUOTED_LENGTH = 200
#: From this likeness on (0 to 100) two quoted results say the same.
_ALIKE = 70.0


def notable_results(
    outcomes: Iterable[Outcome], *, limit: int = 2, review: Review | None = None
) -> list[tuple[str, str]]:
    """Return the results of one task to quote, at most `limit`, as (agency code, its words shortened).

    Where people marked results these are quoted, however many, and no others; what they marked not to be quoted never is.
    Else the rule, so that anybody can follow the choice:

    1. the results in the order of `ranked_results`: done before in progress, with evidence, with figures, longer ones first;
    2. one from each group of agencies before a second from any; a text nearly the same as a chosen one is passed over.
    """
    said_by_people = {} if review is None else _marks(outcomes := tuple(outcomes), review)
    marked = [outcome for outcome, is_wanted in said_by_people.items() if is_wanted]
    if marked:
        return [(outcome.agency, quoted(outcome.result, _QUOTED_LENGTH)) for outcome in marked]
    ranked = [outcome for outcome in ranked_results(outcomes) if said_by_people.get(outcome) is not False]
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


def _marks(outcomes: Iterable[Outcome], review: Review) -> dict[Outcome, bool]:
    """Return the results of which people said whether to quote them."""
    marks = ((outcome, review.mark(outcome.agency, outcome.task, outcome.result)) for outcome in outcomes)
    return {outcome: is_wanted for outcome, is_wanted in marks if is_wanted is not None}
