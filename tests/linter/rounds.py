"""Rounds to lint: both campaigns, inboxes of every kind, each with its report as the program leaves it."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from pipeline.campaign.files.reading import read_campaign, read_rounds_of
from pipeline.forms.schema.loading import read_schemas
from pipeline.simulation.plan import Proportions
from pipeline.simulation.returns import write_simulated_returns
from pipeline.simulation.vocabulary_files import read_vocabulary
from tests.conftest import ROOT
from tests.golden.snapshot import small_city
from tests.linter.checks import CHECKS
from tests.linter.printed import Book, Line, read_book, read_lines
from tests.support.terminal import tonghop

FAULTLESS = Proportions(
    missing=0, late=0, sent_twice=0, same_file_twice=0, zipped=0, mistakes=0, other_round=0, scans=0, text_documents=0
)
#: Nothing, a tenth of the agencies, most of them with the usual mistakes, everybody without one. None: no returns at all.
INBOXES: Mapping[str, Proportions | None] = {
    "empty": None,
    "tenth": replace(FAULTLESS, missing=90),
    "usual": Proportions(),
    "complete": FAULTLESS,
}
#: The rounds of each campaign: a first, a following, an ad hoc one.
ROUNDS = {"2025-h2": ("lan-1", "lan-2", "dot-xuat-1"), "mua-kho-2026": ("ky-1", "ky-2", "nang-nong")}
#: Checks that the present report fails; each goes from here when its text has been rewritten.
PENDING: Mapping[str, str] = {}
#: The same of reports that compare two rounds.
PENDING_IN_COMPARISONS: Mapping[str, str] = {
    "baseless_rates": "the rate of the round before stands without its part and base",
    "repeated_triples": "«từ … xuống …» of several states is taken for the same figures twice",
}
_AD_HOC = """\
  - code: dot-xuat-1
    name: đột xuất tháng 10
    verbatim: báo cáo đột xuất về mô hình dân vận khéo
    reference: Công văn số 6120/UBND-NC ngày 06/10/2025 của Ủy ban nhân dân thành phố Hải Phòng
    deadline: 2025-10-16
    last_day: 2025-10-15
    cut_off: 2025-10-10
    opens: 2025-10-07
    previous: lan-1
    ad_hoc: true
    tasks: ["3.2", "3.4.b"]
    groups: [communes]
    agencies: [SNV]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintedRound:
    """The report of one round and what it is judged by."""

    lines: list[Line]
    book: Book

    def findings(self, check: str) -> list[str]:
        """Return what one check finds."""
        return CHECKS[check](self.lines, self.book)


def project_of(campaign: str, project: Path) -> None:
    """Make a project folder of a campaign: a small city with an ad hoc round, or the example as it is."""
    if campaign == "2025-h2":
        small_city(project)
        decision = project / "catalogue" / campaign / "decision.yaml"
        text = decision.read_text("utf-8")
        start = text.index("\nrounds:\n") + len("\nrounds:\n")
        decision.write_text(text[:start] + _AD_HOC + text[start:], encoding="utf-8")
    else:
        shutil.copytree(ROOT / "examples" / campaign, project / "catalogue" / campaign)
        shutil.copytree(ROOT / "schemas", project / "schemas")


def linted_round(campaign: str, round_code: str, inbox: str, project: Path) -> LintedRound:
    """Consolidate a round of a campaign with an inbox of one kind; rounds that it follows have returns of the same kind."""
    project_of(campaign, project)
    (project / "inbox").mkdir()
    proportions = INBOXES[inbox]
    codes = ROUNDS[campaign]
    before = codes[: codes.index(round_code) + 1] if round_code == codes[1] else (codes[0], round_code)
    if proportions is not None:
        read = read_campaign(project, campaign)
        for code in dict.fromkeys(before):
            write_simulated_returns(
                read,
                read.round_by_code[code],
                read_schemas(project, read),
                vocabulary=read_vocabulary(project, read),
                seed=3,
                out=project / "inbox" / code,
                proportions=proportions,
            )
    round_ = next(one for one in read_rounds_of(project, campaign) if one.code == round_code)
    as_of = round_.last_day + timedelta(days=6)
    done = tonghop("consolidate", "--round", round_code, "--as-of", as_of.isoformat(), project=project)
    assert done.code == 0, done.error
    results = project / "outbox" / campaign / round_code
    return LintedRound(
        lines=read_lines(results / "bao-cao.docx"),
        book=read_book(results / "tong-hop.xlsx", project / "catalogue" / campaign, as_of),
    )
