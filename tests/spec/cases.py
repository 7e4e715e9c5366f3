"""How the tables of rules are written and run: what is typed into a valid return, and exactly what is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.problems import Problem
from pipeline.rules import Rule
from tests.support.validation import AS_OF, COMMUNE, Cells, place, received, validated


@dataclass(frozen=True, kw_only=True)
class Case:
    """One line of a table."""

    about: str
    cells: Cells = field(default_factory=dict)
    rows: Mapping[str, Cells] = field(default_factory=dict)
    models: Sequence[Cells] = ()
    proposals: Sequence[Cells] = ()
    agency: str = COMMUNE
    as_of: date = AS_OF
    #: Where each problem stands, by which rule, quoting which value.
    finds: Mapping[str, tuple[Rule, str | None]] = field(default_factory=dict)


#: Where a problem stands, its code, what was typed.
Found = tuple[str, str, str | None]


#: Tables that were validated already, with what was found in each of their cases.
_TABLES: dict[tuple[int, int], tuple[Sequence[Case], Campaign, dict[str, list[Problem]]]] = {}


def table_problems(cases: Sequence[Case], campaign: Campaign, schemas: Schemas) -> dict[str, list[Problem]]:
    """The problems in valid returns with the cells of each case; a table is validated as one, as a round is, and once."""
    key = (id(cases), id(campaign))
    if key not in _TABLES:
        _TABLES[key] = (cases, campaign, _validated_table(cases, campaign, schemas))
    return _TABLES[key][2]


def _validated_table(cases: Sequence[Case], campaign: Campaign, schemas: Schemas) -> dict[str, list[Problem]]:
    result: dict[str, list[Problem]] = {case.about: [] for case in cases}
    assert len(result) == len(cases)
    for as_of in sorted({case.as_of for case in cases}):
        files = [
            received(
                campaign,
                schemas,
                path=case.about,
                agency=case.agency,
                cells=case.cells,
                rows=case.rows,
                models=case.models,
                proposals=case.proposals,
            )
            for case in cases
            if case.as_of == as_of
        ]
        for problem in validated(campaign, schemas, *files, as_of=as_of).problems:
            result[problem.file].append(problem)
    return result


def problems_found(cases: Sequence[Case], campaign: Campaign, schemas: Schemas) -> dict[str, list[Found]]:
    """What is found in each case, told by place, code and value."""
    result: dict[str, list[Found]] = {}
    for about, problems in table_problems(cases, campaign, schemas).items():
        result[about] = []
        for problem in problems:
            assert problem.cell is not None
            assert "{" not in problem.message + problem.hint
            result[about].append((f"{problem.sheet}!{problem.cell.reference}", problem.rule.code, problem.value))
    return {about: sorted(found, key=str) for about, found in result.items()}


def problems_expected(case: Case, campaign: Campaign, schemas: Schemas) -> list[Found]:
    """What the table says."""
    return sorted(
        (
            (place(campaign, schemas, key.partition("#")[0], agency=case.agency), rule.code, value)
            for key, (rule, value) in case.finds.items()
        ),
        key=str,
    )
