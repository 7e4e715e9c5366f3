"""The accepted returns of the round before, as the forms of a round show them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.forms.earlier_return import EarlierReturn
from pipeline.forms.facts import Values
from pipeline.forms.schema.schema import Schemas, Typed
from pipeline.intake.inbox import read_inbox
from pipeline.validation.returns import ValidatedReturns, validated_returns


def read_earlier_returns(
    inbox: Path,
    *,
    campaign: Campaign,
    round_: Round,
    schemas: Schemas,
    as_of: date,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, EarlierReturn]:
    """Return what each agency reported in the round before `round_`, by agency; nothing where there is no such round.

    An inbox that is not there yet holds nothing. Agencies without an accepted return are left out.
    """
    if round_.previous is None or not inbox.is_dir():
        return {}
    previous = campaign.round_by_code[round_.previous]
    files = read_inbox(inbox, campaign=campaign, round_=previous, schemas=schemas, progress=progress)
    returns = validated_returns(files, campaign=campaign, round_=previous, schemas=schemas, as_of=as_of)
    return earlier_returns(returns, round_=previous, schemas=schemas)


def earlier_returns(returns: ValidatedReturns, *, round_: Round, schemas: Schemas) -> dict[str, EarlierReturn]:
    """Return the validated returns of a round, by agency."""
    rows = _by_agency(returns.report, ("task", *(column.name for column in schemas.report.open_columns)))
    indicators = _by_agency(returns.indicators, ("indicator", "value"))
    models = _by_agency(returns.models, tuple(column.name for column in schemas.models.open_columns))
    return {
        agency: EarlierReturn(
            round=round_,
            rows={str(row.pop("task")): row for row in rows.get(agency, [])},
            indicators={
                str(row["indicator"]): row["value"]
                for row in indicators.get(agency, [])
                if isinstance(row["value"], float)
            },
            models=tuple(_filled(models.get(agency, []))),
        )
        for agency in sorted(returns.headers["agency"])
    }


def _by_agency(rows: pd.DataFrame, columns: Sequence[str]) -> dict[str, list[dict[str, Typed]]]:
    """Return the rows of each agency with some of their columns, typed as a form holds them."""
    result: dict[str, list[dict[str, Typed]]] = {}
    values = {name: [_typed(value) for value in rows[name]] for name in columns}
    for position, agency in enumerate(rows["agency"]):
        result.setdefault(agency, []).append({name: column[position] for name, column in values.items()})
    return result


def _typed(value: object) -> Typed:
    """Return a cell of a frame as a form holds it."""
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def _filled(rows: Sequence[Mapping[str, Typed]]) -> Iterator[Values]:
    """Give the rows with their empty cells left out; rows of nothing else are none."""
    for row in rows:
        filled = {name: value for name, value in row.items() if value is not None}
        if filled:
            yield filled
