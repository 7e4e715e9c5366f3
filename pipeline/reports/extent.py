"""How far a report goes into single agencies: those of a city it names one by one, those of a nation it counts by group.

What it leaves out stands in the workbook. Otherwise the page of 4,380 agencies would have 74 MB, the annex a table of 4,393 rows.
"""

from pipeline.consolidation.merge import Consolidation

#: Agencies whose matrix can still be read: the city has 146, the largest province about 400.
MOST_IN_MATRIX = 500
#: Agencies of a larger register that a list names.
MOST_LISTED = 40


def names_everybody(consolidation: Consolidation) -> bool:
    """Return whether every agency of the round stands in the report by its name."""
    return len(consolidation.agencies) <= MOST_IN_MATRIX


def most_listed(consolidation: Consolidation) -> int | None:
    """Return how many agencies a list of the report names; None is all of them."""
    return None if names_everybody(consolidation) else MOST_LISTED
