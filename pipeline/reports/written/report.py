"""The written report as a value: what it says, section by section, without any formatting."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from pipeline.reports.figures import Figures
from pipeline.reports.sentences import enumeration
from pipeline.reports.written.annexes import annexes
from pipeline.reports.written.assessment import assessment_section, difficulties_section
from pipeline.reports.written.blocks import BarChart, Block, Report, Table
from pipeline.reports.written.first_page import first_page
from pipeline.reports.written.outlook import closing, outlook_section
from pipeline.reports.written.proposals import proposals_section
from pipeline.reports.written.results import results_section
from pipeline.reports.written.returns import abstract, opening, returns_section

#: Recipients that every report has: "Như trên" and the file; agencies asked in an ad hoc round that are named one by one.
_FIRST_AND_LAST, _MOST_RECIPIENTS = 2, 8


def report(figures: Figures) -> Report:
    """Return the consolidated report of a round to the body that asked for it; an ad hoc one is shorter.

    Every figure comes from `consolidation.counts` and `consolidation.figures`; what agencies wrote stands in it as
    they wrote it, cleaned, in whole sentences.
    """
    decision = figures.campaign.decision
    assessed = difficulties_section(figures) if figures.round.ad_hoc else assessment_section(figures)
    outlook = [] if figures.round.ad_hoc else outlook_section(figures)
    blocks = (
        *opening(figures),
        *first_page(figures),
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
        recipients=_recipients(figures),
        annexes=annexes(figures),
        reporting_body=figures.body,
        subject=decision.subject,
        as_of=figures.as_of,
    )


def _recipients(figures: Figures) -> tuple[str, ...]:
    """Return who gets the report; an ad hoc one goes to the addressee, those who were asked, and the file."""
    recipients = figures.campaign.decision.report_recipients
    if not figures.round.ad_hoc or len(recipients) <= _FIRST_AND_LAST:
        return recipients
    others = [
        agency for agency in figures.named(figures.consolidation.agencies["agency"]) if agency.name != figures.body
    ]
    names = (
        enumeration(others).split("; ")
        if len(others) <= _MOST_RECIPIENTS
        else ["Các cơ quan, đơn vị được yêu cầu báo cáo"]
    )
    return (recipients[0], *names, recipients[-1])


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
