"""Values of indicators: plausible for the agency, in proportion to the work done, a part never above its whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.campaign.indicators import Indicator, is_percent
from pipeline.simulation.authors import Author
from pipeline.simulation.vocabulary import IndicatorVocabulary, Listed, fitting

#: Ranges where the campaign's data names none: of a part in percent, of percentages, of people, of anything else.
_PART, _PERCENT, _PEOPLE, _THINGS = (70, 100), (80, 100), (40, 160), (1, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorValues:
    """What an agency's indicators are worth on a day."""

    author: Author
    indicators: Mapping[str, Indicator]
    #: The part of a task done, by its code; 0 to 1.
    progress: Callable[[str], float]
    #: Whether something comes up at all, by the task's code.
    concerned: Callable[[str], bool]
    #: How many entries the agency has on its lists.
    listed: Callable[[Listed], int]

    def value(self, code: str) -> int:
        """Return the value of an indicator, never over its maximum; it never falls from one day to a later one."""
        value, maximum = self._value(code), self.indicators[code].maximum
        return value if maximum is None else min(value, int(maximum))

    def _value(self, code: str) -> int:
        indicator = self.indicators[code]
        vocabularies = self.author.vocabulary.indicators
        vocabulary = vocabularies.get(code, IndicatorVocabulary(of=indicator.part_of))
        if vocabulary.listed is not None:
            return self.listed(vocabulary.listed)
        if not self.concerned(indicator.task):
            return 0
        low, high = next(fitting(vocabulary.ranges, self.author.keys), _usual_range(indicator))
        number = self.author.random(code).between(low, high)
        progress = self.progress(indicator.task)
        if vocabulary.of is not None and vocabulary.of in self.indicators:
            grows_with_whole = not vocabularies.get(vocabulary.of, IndicatorVocabulary()).at_once
            return int(self.value(vocabulary.of) * number / 100 * (1 if grows_with_whole else progress))
        if vocabulary.per is not None and vocabulary.per in self.indicators:
            return self.value(vocabulary.per) * number
        if vocabulary.at_once or is_percent(indicator.unit):
            return number
        least = 1 if progress > 0 and number > 1 else 0
        return max(least, int(number * progress))


def _usual_range(indicator: Indicator) -> tuple[int, int]:
    if indicator.part_of is not None:
        return _PART
    if is_percent(indicator.unit):
        return _PERCENT
    return _PEOPLE if "người" in indicator.unit else _THINGS
