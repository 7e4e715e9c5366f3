"""One run of the program: what it knows, how it comes to know it, how long its stages took."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.files.folder import refuse_unreadable
from pipeline.intake.inbox import read_rounds
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.problems import Problem
from pipeline.processes.cluster import cluster
from pipeline.processes.loading import Loading
from pipeline.round_inputs import RoundInputs
from pipeline.rules import Severity
from pipeline.workspace import Request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.consolidation.counts import Submissions
    from pipeline.consolidation.merge import Consolidation
    from pipeline.forms.earlier_return import EarlierReturn
    from pipeline.review.content import ReviewContent
    from pipeline.review.review import Review
    from pipeline.review.versions import FoundReview
    from pipeline.validation.returns import ValidatedReturns

#: Called with (done, all) while many files are written or read.
Progress = Callable[[int, int], None]
#: Imported while the workers read: they bring every library that `checked` needs after the reading.
LOADED_WHILE_READING = ("pipeline.validation.returns", "pipeline.consolidation.merge", "pipeline.review.rows")


def silent(_done: int, _total: int) -> None:
    """Show no progress."""


@dataclass(slots=True)
class Stages:
    """How long each stage of a run took, in seconds by the clock and of this process's processor time, in order."""

    seconds: dict[str, float] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a block as the stage of a name."""
        started, processor = time.perf_counter(), time.process_time()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
        self.processor[name] = self.processor.get(name, 0.0) + time.process_time() - processor


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRound:
    """What the same inbox holds of the round before."""

    files: tuple[ReceivedFile, ...]
    returns: "ValidatedReturns"
    consolidation: "Consolidation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one consolidation knows: the figures, the files they come from, the problems found."""

    campaign: Campaign
    round: Round
    as_of: date
    schemas: Schemas
    files: tuple[ReceivedFile, ...]
    problems: tuple[Problem, ...]
    consolidation: "Consolidation"
    #: None where there was no round before.
    earlier: EarlierRound | None = None
    #: The coordinator's workbook of the round as it lies there; None where only some files were looked at.
    found_review: "FoundReview | None" = None
    #: The same completed for the round; written by `consolidate` alone.
    review_content: "ReviewContent | None" = None

    @property
    def review(self) -> "Review":
        """Return what the coordinator said of the round."""
        from pipeline.review.review import Review, review

        return Review() if self.review_content is None else review(self.review_content, self.campaign)

    @property
    def inputs(self) -> RoundInputs:
        """Return whose the run is, by which schemas and as of which day."""
        return RoundInputs(campaign=self.campaign, round=self.round, schemas=self.schemas, as_of=self.as_of)

    @property
    def submissions(self) -> "Submissions":
        """Return the agencies by what became of their returns."""
        from pipeline.consolidation.counts import submissions

        return submissions(self.consolidation.agencies)

    def earlier_returns(self) -> "Mapping[str, EarlierReturn]":
        """Return what each agency reported in the round before, by agency."""
        from pipeline.validation.earlier import earlier_returns

        if self.earlier is None:
            return {}
        return earlier_returns(self.earlier.returns, self.earlier.consolidation.round)

    def without_contents(self) -> "Run":
        """Return the run without what the files say cell by cell, which is half of what it holds and in the figures already."""
        return replace(self, files=tuple(replace(file, content=None, salvaged=None) for file in self.files))

    @property
    def has_errors(self) -> bool:
        """Return whether any problem is an error."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def has_rejected(self) -> bool:
        """Return whether any file was rejected."""
        return any(file.verdict is Verdict.REJECTED for file in self.files)

    @property
    def used_agencies(self) -> frozenset[str]:
        """Return the agencies of which a return is used."""
        return frozenset(file.identity.agency for file in self.files if file.verdict.used and file.identity is not None)

    @property
    def has_returns(self) -> bool:
        """Return whether the inbox holds anything that is not passed over."""
        return any(file.verdict is not Verdict.IGNORED for file in self.files)

    def problem_counts(self) -> dict[Severity, int]:
        """Return how many problems there are of each severity."""
        return {severity: sum(problem.severity is severity for problem in self.problems) for severity in Severity}

    def files_by_verdict(self) -> dict[Verdict, int]:
        """Return how many files ended in each verdict."""
        return {verdict: sum(file.verdict is verdict for file in self.files) for verdict in Verdict}


def checked(
    request: Request,
    *,
    inputs: RoundInputs | None = None,
    progress: Progress = silent,
    stages: Stages | None = None,
    only: Sequence[str] | None = None,
    scheduler: str | None = None,
) -> Run:
    """Take in, validate and merge the returns of a round, without writing anything.

    Args:
        request: the round and where its returns lie.
        inputs: what was read of the campaign already; None: it is read here.
        progress: called while the files are read.
        stages: gets the time of each stage.
        only: names of the files of the inbox that are read; None: all.
        scheduler: the address of a Dask scheduler whose cluster reads the files; None: workers of this machine.

    Raises: OperatorError when the catalogue, the schemas or the inbox cannot be read, or the cluster does not answer.
    """
    stages = stages or Stages()
    # what the user can have got wrong is judged before anything is loaded beside it
    if inputs is None:
        with stages.stage("đọc danh mục"):
            inputs = request.read_round_inputs()
    if isinstance(request.inbox, Path):
        refuse_unreadable(request.inbox)
    previous = None if inputs.round.previous is None else inputs.campaign.round_by_code[inputs.round.previous]
    with cluster(scheduler) as executor, Loading(*LOADED_WHILE_READING) as loading:
        with stages.stage("tiếp nhận tệp"):
            received, *received_before = read_rounds(
                request.inbox,
                campaign=inputs.campaign,
                rounds=(inputs.round,) if previous is None else (inputs.round, previous),
                schemas=inputs.schemas,
                progress=progress,
                only=only,
                other_campaigns=request.workspace.other_campaigns(inputs.campaign),
                executor=executor,
            )
        with stages.stage("nạp chương trình"):
            loading.end()
            from pipeline.consolidation.merge import consolidation
            from pipeline.validation.across import judged_across
            from pipeline.validation.returns import judged_files, judged_returns, typed_returns
    continued = None
    if inputs.round.follows is not None and only is None:
        with stages.stage("đợt công tác trước"):
            continued = _followed(request, inputs, *inputs.round.follows)
    earlier = None
    if previous is not None:
        with stages.stage("lần báo cáo trước"):
            earlier = earlier_round(received_before[0], replace(inputs, round=previous))
    with stages.stage("nhận giá trị"):
        tables = typed_returns(received, inputs)
    with stages.stage("kiểm tra"):
        returns = judged_returns(tables, inputs)
        returns = judged_across(returns, None if earlier is None else earlier.returns, inputs)
    found_review = None if only is not None else _found_review(request, inputs)
    with stages.stage("tổng hợp"):
        files = judged_files(received, returns.problems)
        if found_review is not None:
            from pipeline.review.review import review
            from pipeline.review.senders import with_confirmed_senders

            files = with_confirmed_senders(files, review(found_review.content, inputs.campaign))
        problems = (*(problem for file in files for problem in file.problems), *returns.problems)
        merged = consolidation(
            returns,
            files,
            inputs,
            earlier=None if earlier is None else earlier.consolidation,
            continued=None if continued is None else continued.consolidation,
        )
    review_content = None
    if found_review is not None:
        from pipeline.review.completing import completed
        from pipeline.review.rows import required_rows

        with stages.stage("ý kiến đầu mối"):
            review_content = completed(
                found_review.content, required_rows(merged, files, found_review.content, inputs.campaign.causes)
            )
    return Run(
        campaign=inputs.campaign,
        round=inputs.round,
        as_of=inputs.as_of,
        schemas=inputs.schemas,
        files=files,
        problems=problems,
        consolidation=merged,
        earlier=earlier,
        found_review=found_review,
        review_content=review_content,
    )


def _found_review(request: Request, inputs: RoundInputs) -> "FoundReview":
    """Return what the coordinator's workbook of the round holds."""
    from pipeline.review.versions import ReviewPlace, read_review

    folder = request.workspace.review(inputs.campaign.decision.campaign)
    return read_review(ReviewPlace(folder=folder, round=inputs.round.code))


def _followed(request: Request, inputs: RoundInputs, campaign: str, code: str) -> EarlierRound:
    """Return what the same inbox holds of a round of another campaign, which the round of the inputs follows."""
    before = request.workspace.round_inputs(campaign, code, as_of=inputs.as_of)
    (received,) = read_rounds(
        request.inbox,
        campaign=before.campaign,
        rounds=(before.round,),
        schemas=before.schemas,
        other_campaigns=request.workspace.other_campaigns(before.campaign),
    )
    return earlier_round(received, before)


def earlier_round(received: Sequence[ReceivedFile], inputs: RoundInputs) -> EarlierRound:
    """Return what the inbox holds of the round before (that of the inputs), late and corrected returns too.

    Its values are judged as of today, or a date in a late return would lie in the future; whether a task was overdue is
    judged on that round's last day, or time alone would change what the round said.
    """
    from pipeline.consolidation.merge import consolidation
    from pipeline.validation.returns import judged_files, validated_returns

    returns = validated_returns(received, inputs)
    files = judged_files(received, returns.problems)
    last_day = min(inputs.as_of, inputs.round.last_day)
    merged = consolidation(returns, files, replace(inputs, as_of=last_day))
    return EarlierRound(files=files, returns=returns, consolidation=merged)
