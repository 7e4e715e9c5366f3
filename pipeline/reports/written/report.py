"""The written report as a value: what it says, section by section, without any formatting."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from pipeline.reports.figures import Figures
from pipeline.reports.written.annexes import annexes
from pipeline.reports.written.assessment import assessment_section, difficulties_section
from pipeline.reports.written.blocks import BarChart, Block, Report, Table
from pipeline.reports.written.outlook import closing, outlook_section
from pipeline.reports.written.proposals import proposals_section
from pipeline.reports.written.results import results_section
from pipeline.reports.written.returns import abstract, opening, returns_section


def report(figures: Figures) -> Report:
    """Return the consolidated report of a round to the body that asked for it; an ad hoc one is shorter.

    Every figure comes from `consolidation.counts` and `consolidation.figures`; what agencies wrote stands in it as
    they wrote it, cleaned and shortened.
    """
    decision = figures.campaign.decision
    assessed = difficulties_section(figures) if figures.round.ad_hoc else assessment_section(figures)
    outlook = [] if figures.round.ad_hoc else outlook_section(figures)
    blocks = (
        *opening(figures),
        *returns_section(figures),
        *results_section(figures),
        *assessed,
        *proposals_section(figures),
        *outlook,
        closing(figures),
    )
    return Report(
        letterhead=decision.report_letterhead,
        abstract=abstract(figures),
        addressee=decision.addressee,
        blocks=_with_numbered_captions(blocks),
        signer=decision.report_signer,
        recipients=decision.report_recipients,
        annexes=annexes(figures),
        reporting_body=figures.body,
        subject=decision.subject,
        as_of=figures.as_of,
    )


def _with_numbered_captions(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with "Bảng 1. " before the caption of each table, "Biểu đồ 1. " before that of each chart."""
    numbers = {"Bảng": itertools.count(1), "Biểu đồ": itertools.count(1)}
    numbered: list[Block] = []
    for block in blocks:
        match block:
            case Table():
                numbered.append(replace(block, caption=f"Bảng {next(numbers['Bảng'])}. {block.caption}"))
            case BarChart():
                numbered.append(replace(block, caption=f"Biểu đồ {next(numbers['Biểu đồ'])}. {block.caption}"))
            case _:
                numbered.append(block)
    return tuple(numbered)
