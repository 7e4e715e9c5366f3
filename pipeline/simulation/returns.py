"""Simulated returns: the workbooks of a plan written into a folder that can serve as an inbox."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.errors import OutputError
from pipeline.forms.form import Form, blank_form
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from pipeline.simulation.answers import filled_form
from pipeline.simulation.mistakes import MISTAKES, Mistake
from pipeline.simulation.other_files import LOCK_FILE, SCAN, THUMBNAILS, archive, text_document
from pipeline.simulation.plan import PROPORTIONS, Plan, PlannedReturn, Proportions, plan
from pipeline.simulation.random_source import RandomSource
from pipeline.simulation.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedReturn:
    """One workbook that was written."""

    #: Relative to the folder, `a.zip!/b.xlsx` inside an archive.
    path: str
    #: A second name under which the same bytes were written.
    copy: str | None
    agency: str
    round: str
    report_date: date
    #: The planted mistake, None for a faultless return.
    mistake: Mistake | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationSummary:
    """What was simulated."""

    #: Agencies that owe a report; of them without a usable one, late, and with a corrected second one.
    agencies: int
    missing: int
    late: int
    sent_twice: int
    #: Returns with a planted mistake.
    with_mistakes: int
    #: Returns with a planted mistake, by its name.
    mistakes: Mapping[str, int]
    #: Files in the folder; the members of an archive are not counted.
    files: int
    returns: tuple[SimulatedReturn, ...]
    #: The first day on which no date in the returns lies in the future.
    as_of: date


def write_simulated_returns(
    campaign: Campaign,
    round_: Round,
    schemas: Schemas,
    *,
    seed: int,
    out: Path,
    vocabulary: Vocabulary,
    progress: Callable[[int, int], None] | None = None,
    proportions: Proportions = PROPORTIONS,
) -> SimulationSummary:
    """Write the returns of a round into a folder: the same bytes for the same seed.

    Raises:
        OutputError: the folder cannot be written.
    """
    planned = plan(campaign, round_, seed=seed, proportions=proportions)
    writer = _WorkbookWriter(campaign, schemas, seed, vocabulary)
    archives: dict[str, dict[str, bytes]] = {}
    written: list[SimulatedReturn] = []
    files = 0
    try:
        for done, item in enumerate(planned.returns, start=1):
            content, mistake = writer.workbook(item)
            written.append(_simulated_return(item, mistake))
            if item.archive is not None:
                archives.setdefault(item.archive, {})[item.path] = content
            else:
                _write(out, item.path, content)
                files += 1
            if item.copy is not None:
                _write(out, item.copy, content)
                files += 1
            if progress is not None:
                progress(done, len(planned.returns))
        for path, content in (
            *((name, archive(members)) for name, members in archives.items()),
            *_other_files(planned),
        ):
            _write(out, path, content)
            files += 1
    except OSError as error:
        raise OutputError(
            f"Không ghi được vào {out} ({error.strerror}); kiểm tra quyền ghi và dung lượng đĩa."
        ) from error
    mistakes = Counter(item.mistake.name for item in written if item.mistake is not None)
    return SimulationSummary(
        agencies=len(planned.agencies),
        missing=len(planned.missing),
        late=len(planned.late),
        sent_twice=len(planned.sent_twice),
        with_mistakes=mistakes.total(),
        mistakes={mistake.name: mistakes[mistake.name] for mistake in MISTAKES if mistakes[mistake.name]},
        files=files,
        returns=tuple(written),
        as_of=max((item.report_date for item in written), default=round_.last_day),
    )


@dataclass(frozen=True, slots=True)
class _WorkbookWriter:
    """Fills in and writes the workbooks of a plan."""

    campaign: Campaign
    schemas: Schemas
    seed: int
    vocabulary: Vocabulary

    def workbook(self, item: PlannedReturn) -> tuple[bytes, Mistake | None]:
        """Return a workbook and the mistake in it: the planned one, or the next that finds a place."""
        blank = blank_form(self.campaign, item.round, item.agency, self.schemas, generated_on=item.round.opens)
        form = filled_form(blank, vocabulary=self.vocabulary, seed=self.seed, report_date=item.report_date)
        if item.mistake is None:
            return template_bytes(form, self.schemas), None
        for mistake, faulty in self._faulty(form, item.mistake):
            return template_bytes(faulty, self.schemas), mistake
        return template_bytes(form, self.schemas), None

    def _faulty(self, form: Form, first: Mistake) -> Iterator[tuple[Mistake, Form]]:
        start = MISTAKES.index(first)
        for mistake in (*MISTAKES[start:], *MISTAKES[:start]):
            random = RandomSource(self.seed, form.round.code, form.agency.code, mistake.name)
            faulty = mistake.plant(form, self.schemas, random)
            if faulty is not None:
                yield mistake, faulty


def _simulated_return(item: PlannedReturn, mistake: Mistake | None) -> SimulatedReturn:
    path = item.path if item.archive is None else f"{item.archive}!/{item.path}"
    return SimulatedReturn(
        path=path,
        copy=item.copy,
        agency=item.agency.code,
        round=item.round.code,
        report_date=item.report_date,
        mistake=mistake,
    )


def _other_files(planned: Plan) -> Iterator[tuple[str, bytes]]:
    """Give the files that are no returns, with their names."""
    for path in planned.scans:
        yield path, SCAN
    for path in planned.text_documents:
        yield path, text_document()
    for path in planned.system_files:
        yield path, LOCK_FILE if path.rpartition("/")[2].startswith("~$") else THUMBNAILS


def _write(out: Path, path: str, content: bytes) -> None:
    target = out / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
