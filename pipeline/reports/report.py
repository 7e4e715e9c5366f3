"""The written report as a value: what it says, section by section, without any formatting."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema import Schemas
from pipeline.intake.inbox import ReceivedFile
from pipeline.problems import Problem
from pipeline.reports.annexes import annexes
from pipeline.reports.blocks import Block, Report, Table
from pipeline.reports.findings import findings
from pipeline.reports.section_assessment import assessment_section
from pipeline.reports.section_outlook import outlook_section
from pipeline.reports.section_proposals import proposals_section
from pipeline.reports.section_results import results_section
from pipeline.reports.section_returns import opening, returns_section


def report(
    consolidation: Consolidation, files: Sequence[ReceivedFile], problems: Sequence[Problem], schemas: Schemas
) -> Report:
    """Return the consolidated report of a round to the body that asked for it.

    Every figure comes from `consolidation.counts` and `consolidation.figures`; what agencies wrote stands in it as
    they wrote it, cleaned and shortened.
    """
    found = findings(consolidation, files, problems, schemas)
    decision = consolidation.campaign.decision
    blocks = (
        *opening(found),
        *returns_section(found),
        *results_section(found),
        *assessment_section(found),
        *proposals_section(found),
        *outlook_section(found),
    )
    return Report(
        letterhead=decision.report_letterhead,
        year=found.as_of.year,
        abstract=f"Kết quả thực hiện nhiệm vụ {decision.subject} {decision.period_name} ({consolidation.round.name})",
        addressee=decision.addressee,
        blocks=_with_numbered_tables(blocks),
        signer=decision.report_signer,
        recipients=decision.report_recipients,
        annexes=annexes(found),
        reporting_body=found.body,
        subject=decision.subject,
        as_of=found.as_of,
    )


def _with_numbered_tables(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with "Bảng 1. " before the caption of each table."""
    numbered: list[Block] = []
    tables = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            numbered.append(replace(block, caption=f"Bảng {tables}. {block.caption}"))
        else:
            numbered.append(block)
    return tuple(numbered)
