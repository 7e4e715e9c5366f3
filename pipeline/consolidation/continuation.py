"""A round beside one of another campaign: only the tasks and indicators that say that they go on with that campaign's.

Unlike the round before, the other campaign asked something else: no rule runs across, nothing is filled in beforehand, and
no total is compared. Agencies go by their codes and by who took over.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.campaign.register import heirs
from pipeline.consolidation.compare import Compared, ComparedIndicator
from pipeline.consolidation.counts import Counts, counts_by
from pipeline.consolidation.figures import indicator_totals
from pipeline.consolidation.merge import Consolidation


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """What goes on from another campaign; mappings follow the catalogue."""

    earlier: Consolidation
    #: By task of this campaign; all roles together.
    by_task: Mapping[str, Compared[Counts]]
    #: By indicator of this campaign; those that either round did not ask for are left out.
    indicators: Mapping[str, ComparedIndicator]
    #: The letters of the earlier state by agency and task of this campaign, of several predecessors "H/Đ".
    states: Mapping[tuple[str, str], str]

    @property
    def name(self) -> str:
        """Return what the earlier round is called: "lần 2 (mùa khô 2026 - 2027)"."""
        return continued_name(self.earlier)


def continued_name(earlier: Consolidation) -> str:
    """Return what a round of another campaign is called: "lần 2 (mùa khô 2026 - 2027)"."""
    return f"{earlier.round.name} ({earlier.campaign.decision.period_name})"


def continued_task(consolidation: Consolidation, task: str) -> str:
    """Return the code under which the campaign that this round follows asked a task; "" where it did not."""
    continues = consolidation.campaign.task_by_code[task].continues
    follows = consolidation.round.follows
    campaign, _, code = (continues or "").partition("/")
    return code if follows is not None and campaign == follows[0] else ""


def heirs_of(consolidation: Consolidation, earlier: Consolidation, code: str) -> tuple[str, ...]:
    """Return who stands now for an agency of an earlier register: itself, or those that took over by either register."""
    if code in consolidation.campaign.agency_by_code:
        return heirs(consolidation.campaign, code, consolidation.round.last_day)
    successors = earlier.campaign.agency_by_code[code].successors
    codes = (heir for successor in successors for heir in heirs_of(consolidation, earlier, successor))
    return tuple(dict.fromkeys(codes))


def continuation(consolidation: Consolidation) -> Continuation | None:
    """Return what goes on from the campaign before; None where the round follows none, or nothing says that it goes on."""
    earlier = consolidation.continued
    if earlier is None:
        return None
    campaign = earlier.campaign.decision.campaign
    tasks = {code: task.code for task in consolidation.tasks if (code := continued_task(consolidation, task.code))}
    current = counts_by(consolidation.assignments, "task")
    before = counts_by(earlier.assignments, "task")
    totals = {total.indicator: total for total in indicator_totals(consolidation.indicators)}
    totals_before = {total.indicator: total for total in indicator_totals(earlier.indicators)}
    indicators = {
        indicator.code: ComparedIndicator(totals[indicator.code], totals_before[indicator.continues.partition("/")[2]])
        for indicator in consolidation.campaign.indicators_of(consolidation.round)
        if indicator.continues is not None
        and indicator.continues.startswith(f"{campaign}/")
        and indicator.code in totals
        and indicator.continues.partition("/")[2] in totals_before
    }
    by_task = {
        code: Compared(current[code], before[continued])
        for continued, code in tasks.items()
        if code in current and continued in before
    }
    if not by_task and not indicators:
        return None
    return Continuation(
        earlier=earlier, by_task=by_task, indicators=indicators, states=_states(consolidation, earlier, tasks)
    )


def _states(
    consolidation: Consolidation, earlier: Consolidation, tasks: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """Return the earlier letters under the agencies and tasks of now; `tasks` are those of now by the earlier ones."""
    letters: dict[tuple[str, str], list[str]] = {}
    rows = earlier.assignments[earlier.assignments["task"].isin(list(tasks))]
    for agency, task, state in zip(rows["agency"], rows["task"], rows["state"], strict=True):
        for heir in heirs_of(consolidation, earlier, agency):
            letters.setdefault((heir, tasks[task]), []).append(state)
    return {pair: "/".join(dict.fromkeys(of_pair)) for pair, of_pair in letters.items()}
