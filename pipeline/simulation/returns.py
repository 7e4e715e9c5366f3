"""Simulated returns: the workbooks of a plan written into a folder that can serve as an inbox."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.errors import OutputError, writing_trouble
from pipeline.forms.form import blank_form
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from pipeline.simulation.answers import filled_form
from pipeline.simulation.mistakes import MISTAKES, Mistake
from pipeline.simulation.other_files import LOCK_FILE, SCAN, THUMBNAILS, archive, text_document
from pipeline.simulation.plan import PROPORTIONS, Plan, PlannedReturn, Proportions, plan
from pipeline.simulation.random_source import RandomSource
from pipeline.simulation.vocabulary import Vocabulary


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
    #: Files in the folder; the members of an archive are not counted.
    files: int
    #: The workbooks as they were written, each with the mistake that is in it.
    returns: tuple[PlannedReturn, ...]
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

    `progress` is told how many workbooks of how many are written.

    Raises:
        OutputError: the folder cannot be written.
    """
    planned = plan(campaign, round_, seed=seed, proportions=proportions)
    archives: dict[str, dict[str, bytes]] = {}
    returns: list[PlannedReturn] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for done, item in enumerate(planned.returns, start=1):
            content, mistake = _workbook(item, campaign, schemas, seed=seed, vocabulary=vocabulary)
            returns.append(replace(item, mistake=mistake))
            if item.archive is None:
                _write(out, item.path, content)
            else:
                archives.setdefault(item.archive, {})[item.path] = content
            if item.copy is not None:
                _write(out, item.copy, content)
            if progress is not None:
                progress(done, len(planned.returns))
        for name, members in archives.items():
            _write(out, name, archive(members))
        for path, content in _other_files(planned):
            _write(out, path, content)
    except OSError as error:
        raise OutputError(f"Không ghi được báo cáo giả lập vào {out}: {writing_trouble(error)}") from error
    return SimulationSummary(
        agencies=len(planned.agencies),
        missing=len(planned.missing),
        late=len(planned.late),
        sent_twice=len(planned.sent_twice),
        with_mistakes=sum(item.mistake is not None for item in returns),
        files=sum(path.is_file() for path in out.rglob("*")),
        returns=tuple(returns),
        as_of=max((item.report_date for item in returns), default=round_.last_day),
    )


def _workbook(
    item: PlannedReturn, campaign: Campaign, schemas: Schemas, *, seed: int, vocabulary: Vocabulary
) -> tuple[bytes, Mistake | None]:
    """Return a workbook and the mistake in it: the planned one, or the next for which the form has room."""
    blank = blank_form(campaign, item.round, item.agency, schemas, generated_on=item.round.opens)
    form = filled_form(blank, vocabulary=vocabulary, seed=seed, report_date=item.report_date)
    if item.mistake is not None:
        first = MISTAKES.index(item.mistake)
        for mistake in (*MISTAKES[first:], *MISTAKES[:first]):
            faulty = mistake.plant(form, schemas, RandomSource(seed, item.round.code, item.agency.code, mistake.name))
            if faulty is not None:
                return template_bytes(faulty, schemas), mistake
    return template_bytes(form, schemas), None


def _other_files(planned: Plan) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are no returns, with their names."""
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
