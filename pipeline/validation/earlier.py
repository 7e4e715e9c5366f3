"""The accepted returns of the round before, as the forms of the next round show them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pipeline.campaign.rounds import Round
from pipeline.forms.earlier_return import EarlierReturn
from pipeline.forms.facts import Values
from pipeline.intake.inbox import read_inbox
from pipeline.round_inputs import RoundInputs
from pipeline.validation.returns import ValidatedReturns, validated_returns


def read_earlier_returns(
    inbox: Path, inputs: RoundInputs, *, progress: Callable[[int, int], None] | None = None
) -> dict[str, EarlierReturn]:
    """Return what each agency reported in the round before that of the inputs, by agency.

    Nothing where there is no such round; an inbox that is not there yet holds nothing. Agencies without an accepted
    return are left out.
    """
    if inputs.round.previous is None or not inbox.is_dir():
        return {}
    previous = replace(inputs, round=inputs.campaign.round_by_code[inputs.round.previous])
    files = read_inbox(
        inbox, campaign=previous.campaign, round_=previous.round, schemas=previous.schemas, progress=progress
    )
    return earlier_returns(validated_returns(files, previous), previous.round)


def earlier_returns(returns: ValidatedReturns, round_: Round) -> dict[str, EarlierReturn]:
    """Return the validated returns of a round, by agency."""
    report, indicators = returns.tables["report"], returns.tables["indicators"]
    rows: dict[str, dict[str, Values]] = defaultdict(dict)
    for position, owner in enumerate(report.owners):
        rows[owner.agency][owner.task or ""] = report.row(position)
    numbers: dict[str, dict[str, float]] = defaultdict(dict)
    for owner, raw, value in zip(indicators.owners, indicators.raws, indicators.values["value"], strict=True):
        if isinstance(value, float):
            numbers[owner.agency][raw.key or ""] = value
    lists: dict[str, dict[str, tuple[Values, ...]]] = defaultdict(dict)
    for code in returns.lists:
        entries = returns.tables[code]
        for position, owner in enumerate(entries.owners):
            filled = {name: value for name, value in entries.row(position).items() if value is not None}
            if filled:
                of_agency = lists[owner.agency]
                of_agency[code] = (*of_agency.get(code, ()), filled)
    return {
        agency: EarlierReturn(round=round_, rows=rows[agency], indicators=numbers[agency], lists=lists[agency])
        for agency in sorted(returns.headers["agency"])
    }
