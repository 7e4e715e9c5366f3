"""Feedback: an agency's own return handed back in today's template, each problem in its cell and on a first sheet."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.forms.earlier import EarlierReturn
from pipeline.forms.form import Form, blank_form
from pipeline.forms.layout import form_cells
from pipeline.forms.marks import Corrections, FormCell, Mark
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.writing import workbooks
from pipeline.intake.inbox import ReceivedFile, Verdict
from pipeline.intake.tables.reader import RawReturn
from pipeline.intake.tables.refill import refilled_form
from pipeline.problems import Problem, ProblemGroup, grouped
from pipeline.reports.feedback.places import Places, correction
from pipeline.round_inputs import RoundInputs
from pipeline.rules import Severity

#: A return whose values were only normalised needs no mending.
_NEEDS_FEEDBACK = frozenset({Severity.ERROR, Severity.WARNING})


@dataclass(frozen=True, slots=True)
class Feedback:
    """The workbooks of the agencies that have something to mend; each is there when it is asked for."""

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
    """Begin the feedback of each agency that has something to mend; an executor writes it meanwhile."""
    forms = dict(feedback_forms(inputs, files, problems, earlier=earlier or {}))
    return Feedback(tuple(forms), workbooks(tuple(forms.values()), inputs.schemas, executor))


def write_feedback(begun: Feedback, folder: Path) -> tuple[str, ...]:
    """Write <folder>/<AGENCY>.xlsx for each agency that has something to mend; return their codes.

    The folder is made only where there is something to write.
    """
    if begun.codes:
        folder.mkdir(parents=True, exist_ok=True)
    for code, content in zip(begun.codes, begun.workbooks, strict=True):
        (folder / f"{code}.xlsx").write_bytes(content)
    return begun.codes


def feedback_forms(
    inputs: RoundInputs,
    files: Sequence[ReceivedFile],
    problems: Sequence[Problem],
    *,
    earlier: Mapping[str, EarlierReturn],
) -> Iterator[tuple[str, Form]]:
    """Give the code and the feedback of each agency that has something to mend, by code.

    `problems` are all of the run, those of the files among them. An agency whose only return was rejected gets a fresh
    template with what could be read of it.
    """
    by_file: dict[str, list[Problem]] = {}
    for found in problems:
        by_file.setdefault(found.file, []).append(found)
    for code, file in sorted(_answered(files).items()):
        said = by_file.get(file.path, list(file.problems))
        if not any(found.severity in _NEEDS_FEEDBACK for found in said):
            continue
        agency = inputs.campaign.agency_by_code[code]
        blank = blank_form(inputs.campaign, inputs.round, agency, inputs.schemas, generated_on=inputs.as_of)
        shown = replace(blank, earlier=earlier.get(code))
        yield code, feedback_form(shown, file, said, schemas=inputs.schemas, as_of=inputs.as_of)


def feedback_form(
    blank: Form, file: ReceivedFile, problems: Collection[Problem], *, schemas: Schemas, as_of: date
) -> Form:
    """Return the form with what a return says, its problems marked in their cells and listed."""
    content = file.content or file.salvaged or RawReturn()
    form = refilled_form(blank, content)
    places = Places.of(content, form_cells(form, schemas), schemas)
    groups = grouped(problems)
    corrections = Corrections(
        file=file.path,
        as_of=as_of,
        rejected=not file.verdict.used,
        lines=tuple(correction(group, places, form) for group in groups),
    )
    return replace(form, marks=_marks(groups, places), corrections=corrections)


def _answered(files: Sequence[ReceivedFile]) -> dict[str, ReceivedFile]:
    """Return the file that each agency gets an answer to: the one that is used, else the last that was rejected."""
    used = {file.identity.agency: file for file in files if file.verdict.used and file.identity is not None}
    rejected = [file for file in files if file.verdict is Verdict.REJECTED and file.identity is not None]
    rejected.sort(key=lambda file: (str(file.modified or ""), file.path))
    return {file.identity.agency: file for file in rejected if file.identity is not None} | used


def _marks(groups: Sequence[ProblemGroup], places: Places) -> dict[FormCell, Mark]:
    """Return what is said in each cell, most serious first."""
    marks: dict[FormCell, Mark] = {}
    for group in groups:
        severity = group.first.severity
        said = f"{severity.label.upper()}: {group.first.message}\n→ {group.first.hint}"
        for cell in places.cells(group):
            before = marks.get(cell)
            marks[cell] = Mark(severity, said) if before is None else replace(before, text=f"{before.text}\n\n{said}")
    return marks
