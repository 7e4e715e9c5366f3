"""The outbox of a round: what a consolidation writes, each output one step, some of them made while others are written."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pipeline.consolidation.history import run_record
from pipeline.intake.files.remote import RemoteInbox
from pipeline.processes.writers import background_call, enough_for_processes, writer_processes
from pipeline.reports.excel.links import INBOX
from pipeline.reports.excel.workbook import write_excel
from pipeline.reports.feedback.feedback import Feedback, feedback, write_feedback
from pipeline.reports.figures import Figures
from pipeline.reports.html.page import write_html
from pipeline.reports.outbox.history import history_line
from pipeline.reports.outbox.ledger import ledger_lines
from pipeline.reports.outbox.locking import LockedOutbox, Tell
from pipeline.reports.outbox.manifest import manifest, problem_records
from pipeline.reports.outbox.pending import Pending
from pipeline.reports.outbox.record import MANIFEST, output_digests, write_json
from pipeline.reports.outbox.replacing import Replacement, replaced_folder
from pipeline.reports.word.report import word_bytes
from pipeline.reports.written.report import report
from pipeline.review.rows import offered_words
from pipeline.review.versions import write_review
from pipeline.review.writing import review_bytes, signature
from pipeline.run import Run, Stages
from pipeline.workspace import Request


@contextmanager
def replaced_outbox(request: Request, locked: LockedOutbox, round_code: str, stages: Stages) -> Iterator["Outbox"]:
    """Give the outbox of a round to write into; it takes the place of the previous one when the block ends without an error.

    Raises: OutputError when it cannot be written.
    """
    target = locked.outbox.round(round_code)
    with replaced_folder(locked, target) as replacement, writer_processes(1) as executor:
        yield Outbox(request=request, target=target, replacement=replacement, stages=stages, executor=executor)


@dataclass(slots=True, kw_only=True)
class Outbox:
    """The outputs of one run on their way; the steps are called in the order in which they stand here."""

    request: Request
    #: Where the outputs lie in the end.
    target: Path
    #: Where they are written meanwhile.
    replacement: Replacement
    stages: Stages
    #: Makes feedback and Word while this process writes Excel and the page.
    executor: Executor
    _feedback: Feedback = field(init=False)
    _word: Callable[[], bytes] = field(init=False)

    @property
    def folder(self) -> Path:
        """Return the folder in which the outputs are written."""
        return self.replacement.folder

    def start_feedback(self, run: Run) -> None:
        """Begin the workbooks of the agencies that have something to correct; the last step to need the files' contents."""
        with self.stages.stage("soạn phiếu phản hồi"):
            earlier = run.earlier_returns()
            self._feedback = feedback(run.inputs, run.files, run.problems, earlier=earlier, executor=self.executor)

    def start_word(self, figures: Figures) -> None:
        """Begin the Word report."""
        with self.stages.stage("soạn Word"):
            text = report(figures)
            # for the report alone no process is started, which would take longer
            process_runs = enough_for_processes(len(self._feedback.codes))
            self._word = background_call(self.executor if process_runs else None, word_bytes, text)

    def write_excel(self, figures: Figures) -> None:
        """Write the Excel report, with links to the returns where these are files of this machine."""
        with self.stages.stage("ghi Excel"):
            links = None if isinstance(self.request.inbox, RemoteInbox) else INBOX
            path = self.folder / "tong-hop.xlsx"
            write_excel(figures, path, inbox=links)

    def write_page(self, figures: Figures) -> None:
        """Write the HTML page."""
        with self.stages.stage("ghi trang HTML"):
            write_html(figures, self.folder / "tong-hop.html")

    def write_feedback(self) -> None:
        """Write the feedback, waiting for what is not made yet."""
        with self.stages.stage("ghi phiếu phản hồi"):
            write_feedback(self._feedback, self.folder / "phan-hoi")

    def write_word(self) -> None:
        """Write the Word report, waiting until it is made."""
        with self.stages.stage("ghi Word"):
            (self.folder / "bao-cao.docx").write_bytes(self._word())

    def write_account(self, run: Run) -> None:
        """Write problems and manifest, and hand on what ledger and history get of this run; neither is ever an input."""
        with self.stages.stage("ghi tệp kê"):
            write_json(problem_records(run.problems), self.folder / "problems.json")
            account = manifest(run.consolidation, run.files, run.problems, output_digests(self.folder))
            write_json(account, self.folder / MANIFEST)
            # the clock enters here and in names of kept files alone, as evidence
            moment = datetime.now(tz=UTC).isoformat(timespec="seconds")
            record = run_record(run.consolidation, run.files, run.problems)
            self.replacement.pending = Pending(
                round=run.round.code,
                manifest=sha256((self.folder / MANIFEST).read_bytes()).hexdigest(),
                ledger=ledger_lines(run.files, seen_at=moment),
                history=history_line(record, run_at=moment),
            )


def complete_review(run: Run, stages: Stages, tell: Tell) -> None:
    """Complete the coordinator's workbook of the round, once its results lie in the outbox.

    Whatever keeps the workbook from being written is told in one line: the results are there already.
    """
    if run.found_review is None or run.review_content is None:
        return
    offered = offered_words(run.campaign, run.campaign.causes)
    with stages.stage("ghi ý kiến đầu mối"):
        write_review(
            run.found_review,
            run.review_content,
            signature=signature(offered),
            make=lambda content: review_bytes(content, offered),
            # the clock names the version that is kept, and nothing else
            moment=datetime.now().astimezone(),
            tell=tell,
        )
