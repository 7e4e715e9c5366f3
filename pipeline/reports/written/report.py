"""The written report as a value: what it says, section by section, without any formatting."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from pipeline.problems import Problem
from pipeline.reports.figures import figures
from pipeline.reports.written.annexes import annexes
from pipeline.reports.written.assessment import assessment_section, difficulties_section
from pipeline.reports.written.blocks import BarChart, Block, Report, Table
from pipeline.reports.written.outlook import closing, outlook_section
from pipeline.reports.written.proposals import proposals_section
from pipeline.reports.written.results import results_section
from pipeline.reports.written.returns import abstract, opening, returns_section


def report(
    consolidation: Consolidation, files: Sequence[ReceivedFile], problems: Sequence[Problem], schemas: Schemas
) -> Report:
    """Return the consolidated report of a round to the body that asked for it; an ad hoc one is shorter.

    Every figure comes from `consolidation.counts` and `consolidation.figures`; what agencies wrote stands in it as
    they wrote it, cleaned and shortened.
    """
    round_figures = figures(consolidation, files, problems, schemas)
    decision = consolidation.campaign.decision
    assessed = difficulties_section(round_figures) if round_figures.round.ad_hoc else assessment_section(round_figures)
    outlook = [] if round_figures.round.ad_hoc else outlook_section(round_figures)
    blocks = (
        *opening(round_figures),
        *returns_section(round_figures),
        *results_section(round_figures),
        *assessed,
        *proposals_section(round_figures),
        *outlook,
        closing(round_figures),
    )
    return Report(
        letterhead=decision.report_letterhead,
        abstract=abstract(round_figures),
        addressee=decision.addressee,
        blocks=_with_numbered_captions(blocks),
        signer=decision.report_signer,
        recipients=decision.report_recipients,
        annexes=annexes(round_figures),
        reporting_body=round_figures.body,
        subject=decision.subject,
        as_of=round_figures.as_of,
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
