"""Which campaign is meant on a day where nobody names one."""

from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.campaign.rounds import Round


def current_campaigns(rounds: Mapping[str, Sequence[Round]], as_of: date) -> tuple[str, ...]:
    """Return the campaigns that may be meant on a day; one where it is clear.

    These are the only one there is; else those with a round open on that day; else those whose last round that has ended
    by then ended latest; else, no round having opened yet, all.

    Args:
        rounds: the rounds of each campaign, by its name.
        as_of: the day.
    """
    if len(rounds) == 1:
        return tuple(rounds)
    with_open_round = [
        name
        for name, of_campaign in rounds.items()
        if any(round_.opens <= as_of <= round_.last_day for round_ in of_campaign)
    ]
    if with_open_round:
        return tuple(with_open_round)
    ended = {
        name: max(round_.last_day for round_ in of_campaign if round_.last_day < as_of)
        for name, of_campaign in rounds.items()
        if any(round_.last_day < as_of for round_ in of_campaign)
    }
    latest = max(ended.values(), default=None)
    return tuple(name for name in rounds if ended.get(name) == latest)
