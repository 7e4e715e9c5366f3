"""Values of indicators: plausible for the agency, in proportion to the work done, a part never above its whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.campaign.agencies import Agency
from pipeline.campaign.tasks import Indicator
from pipeline.simulation.random_source import RandomSource
from pipeline.simulation.vocabulary import IndicatorVocabulary

#: Ranges where the campaign's data names none: of a part in percent, of people, of anything else.
_PART, _PEOPLE, _THINGS = (70, 100), (40, 160), (1, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What an agency's indicators are worth on a day."""

    agency: Agency
    seed: int
    indicators: Mapping[str, Indicator]
    vocabulary: Mapping[str, IndicatorVocabulary]
    #: The part of a task done, by its code; 0 to 1.
    progress: Callable[[str], float]
    #: Whether something comes up at all, by the task's code.
    concerned: Callable[[str], bool]
    #: Listed models, all and new ones.
    models: Mapping[str, int]

    def value(self, code: str) -> int:
        """Return the value of an indicator; it never falls from one day to a later one."""
        indicator = self.indicators[code]
        known = self.vocabulary.get(code, IndicatorVocabulary(of=indicator.part_of))
        if known.models is not None:
            return self.models[known.models]
        if not self.concerned(indicator.task):
            return 0
        low, high = known.range_of(self.agency) or _usual(indicator)
        drawn = RandomSource(self.seed, self.agency.code, code).between(low, high)
        progress = self.progress(indicator.task)
        if known.of is not None:
            whole = self.value(known.of)
            grows_with_whole = not self.vocabulary.get(known.of, IndicatorVocabulary()).at_once
            return int(whole * drawn / 100 * (1 if grows_with_whole else progress))
        if known.per is not None:
            return self.value(known.per) * drawn
        if known.at_once:
            return drawn
        begun = 1 if progress > 0 and drawn > 1 else 0
        return max(begun, int(drawn * progress))

    def values(self, codes: Sequence[str]) -> dict[str, int]:
        """Return the values of several indicators."""
        return {code: self.value(code) for code in codes}


def _usual(indicator: Indicator) -> tuple[int, int]:
    if indicator.part_of is not None:
        return _PART
    return _PEOPLE if "người" in indicator.unit else _THINGS
