"""Feedback: an agency's own return handed back in today's template, each problem in its cell and on a first sheet."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.forms.earlier_return import EarlierReturn
from pipeline.forms.form import Form, blank_form
from pipeline.forms.layout import form_cells
from pipeline.forms.marks import Corrections, FormCell, Mark
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.intake.tables.reader import RawReturn
from pipeline.intake.tables.refill import refilled_form
from pipeline.problems import Problem, ProblemGroup, grouped
from pipeline.processes.writers import results
from pipeline.reports.feedback.problem_cells import ProblemCells, correction
from pipeline.round_inputs import RoundInputs
from pipeline.rules import Severity

#: A return whose values were only normalised needs no mending.
_NEEDS_FEEDBACK = frozenset({Severity.ERROR, Severity.WARNING})


@dataclass(frozen=True, slots=True)
class Feedback:
    """The agencies that have something to mend, and the workbook of each in the same order, ready when it is asked for."""

    codes: tuple[str, ...]
    workbooks: Iterator[bytes]


def feedback(
    inputs: RoundInputs,
    files: Sequence[ReceivedFile],
    problems: Sequence[Problem],
    *,
    earlier: Mapping[str, EarlierReturn] | None = None,
    executor: Executor | None = None,
) -> Feedback:
    """Begin to write the feedback of each agency that has something to mend; for the arguments see `feedback_forms`.

    An executor writes the workbooks meanwhile; without one each is written when it is asked for.
    """
    forms = dict(feedback_forms(inputs, files, problems, earlier=earlier))
    return Feedback(tuple(forms), results(executor, template_bytes, tuple(forms.values()), inputs.schemas))


def write_feedback(feedback: Feedback, folder: Path) -> tuple[str, ...]:
    """Write <folder>/<AGENCY>.xlsx for each agency that has something to mend; return their codes.

    The folder is created only where there is something to write.
    """
    if feedback.codes:
        folder.mkdir(parents=True, exist_ok=True)
    for code, content in zip(feedback.codes, feedback.workbooks, strict=True):
        (folder / f"{code}.xlsx").write_bytes(content)
    return feedback.codes


def feedback_forms(
    inputs: RoundInputs,
    files: Sequence[ReceivedFile],
    problems: Sequence[Problem],
    *,
    earlier: Mapping[str, EarlierReturn] | None = None,
) -> Iterator[tuple[str, Form]]:
    """Yield the code and the feedback form of each agency that has something to mend, by code; none of those that need not report.

    An agency whose only return was rejected gets a fresh template with what could be read of it.

    Args:
        inputs: the round.
        files: the files of the inbox.
        problems: all of the run, those of the files among them.
        earlier: what each agency reported in the round before, by its code.
    """
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem)
    excused = inputs.campaign.wholly_excused(inputs.round)
    for code, file in sorted(_files_to_answer(files).items()):
        if code in excused:
            continue
        reported = by_file.get(file.path, list(file.problems))
        if not any(problem.severity in _NEEDS_FEEDBACK for problem in reported):
            continue
        agency = inputs.campaign.agency_by_code[code]
        blank = blank_form(inputs.campaign, inputs.round, agency, inputs.schemas, generated_on=inputs.as_of)
        with_earlier = replace(blank, earlier=(earlier or {}).get(code))
        yield code, feedback_form(with_earlier, file, reported, schemas=inputs.schemas, as_of=inputs.as_of)


def feedback_form(
    blank: Form, file: ReceivedFile, problems: Collection[Problem], *, schemas: Schemas, as_of: date
) -> Form:
    """Return the blank form filled with what a return says, its problems marked in their cells and listed on a first sheet."""
    content = file.content or file.salvaged or RawReturn()
    form = refilled_form(blank, content, schemas)
    problem_cells = ProblemCells.of(content, form_cells(form, schemas), schemas)
    groups = grouped(problems)
    corrections = Corrections(
        file=file.path,
        as_of=as_of,
        rejected=not file.verdict.used,
        lines=tuple(correction(group, problem_cells, form) for group in groups),
    )
    return replace(form, marks=_marks(groups, problem_cells), corrections=corrections)


def _files_to_answer(files: Sequence[ReceivedFile]) -> dict[str, ReceivedFile]:
    """Return the file of each agency that its feedback is about: the one that is used, else the last that was rejected."""
    used = {file.identity.agency: file for file in files if file.verdict.used and file.identity is not None}
    rejected = [file for file in files if file.verdict is Verdict.REJECTED and file.identity is not None]
    rejected.sort(key=lambda file: (str(file.modified or ""), file.path))
    return {file.identity.agency: file for file in rejected if file.identity is not None} | used


def _marks(groups: Sequence[ProblemGroup], problem_cells: ProblemCells) -> dict[FormCell, Mark]:
    """Return the mark of each cell: its most serious problem gives the colour, the note tells all, most serious first."""
    marks: dict[FormCell, Mark] = {}
    for group in groups:
        problem = group.first
        text = f"{problem.severity.label.upper()}: {problem.message}\n→ {problem.hint}"
        for cell in problem_cells.cells(group):
            mark = marks.get(cell)
            marks[cell] = Mark(problem.severity, text) if mark is None else replace(mark, text=f"{mark.text}\n\n{text}")
    return marks
