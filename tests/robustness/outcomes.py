"""What became of an inbox, and how it differs from what was expected."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.consolidation.merge import consolidation, matrix
from pipeline.forms.marks import FormCell
from pipeline.forms.schema.schema import Typed
from pipeline.intake.inbox import read_inbox
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.problems import Problem
from pipeline.round_inputs import RoundInputs
from pipeline.rules import Severity
from pipeline.validation.returns import ValidatedReturns, judged_files, validated_returns
from tests.robustness.drafts import Case, Expected, shown_place
from tests.robustness.originals import AS_OF, ROUND, Values, campaign, schemas

_SHEETS = {"header": "Báo cáo", "models": "Mô hình", "proposals": "Đề xuất"}
_KEYS = {"report": "task", "indicators": "indicator", "models": None, "proposals": None, "headers": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an inbox gave."""

    files: Mapping[str, ReceivedFile]
    problems: Mapping[str, tuple[Problem, ...]]
    #: What each used file says, the empty cells left out.
    values: Mapping[str, Values]
    #: Letters by agency and task.
    matrix: pd.DataFrame


def taken(inbox: Path) -> Taken:
    """Take in, validate and merge an inbox."""
    whole, workbook = campaign(), schemas()
    round_ = whole.round_by_code[ROUND]
    received = read_inbox(inbox, campaign=whole, round_=round_, schemas=workbook)
    inputs = RoundInputs(campaign=whole, round=round_, schemas=workbook, as_of=AS_OF)
    returns = validated_returns(received, inputs)
    files = judged_files(received, returns.problems)
    merged = consolidation(returns, files, inputs)
    problems: dict[str, list[Problem]] = {file.path: list(file.problems) for file in files}
    for found in returns.problems:
        problems[found.file].append(found)
    return Taken(
        files={file.path: file for file in files},
        problems={path: tuple(found) for path, found in problems.items()},
        values=_values(returns),
        matrix=matrix(merged),
    )


def _values(returns: ValidatedReturns) -> dict[str, dict[FormCell, Typed]]:
    held: dict[str, dict[FormCell, Typed]] = {}
    workbook = schemas()
    for table, key in _KEYS.items():
        frame: pd.DataFrame = returns.lists[table] if table in returns.lists else getattr(returns, table)
        schema = next(schema for schema in workbook if schema.name == {"headers": "header"}.get(table, table))
        numbers: Counter[str] = Counter()
        for row in frame.to_dict("records"):
            values = held.setdefault(row["file"], {})
            code = row[key] if key else None if table == "headers" else numbers[row["file"]]
            numbers[row["file"]] += 1
            for column in schema.open_columns:
                value = row[column.name]
                if not pd.isna(value):
                    plain = value.date() if isinstance(value, pd.Timestamp) else value
                    values[FormCell(schema.name, code, column.name)] = plain
    return held


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which a case did not end as expected."""

    path: str
    words: str
    #: A value was used that nobody typed, or one that was typed is gone, without an error on its cell.
    silent: bool = False

    def __str__(self) -> str:
        return f"{self.path}: {self.words}"


def differences(case: Case, result: Taken) -> list[Difference]:
    """How a case ended otherwise than its table row says."""
    listed = {path for path in result.files if path.startswith(f"{case.folder}/")}
    found = [Difference(path=path, words="not listed") for path in sorted(set(case.expected) - listed)]
    found += [
        Difference(path=path, words=f"listed: {result.files[path].verdict}")
        for path in sorted(listed - set(case.expected))
    ]
    for path in sorted(listed & set(case.expected)):
        found += _differences(path, case.expected[path], result)
    return found


def _differences(path: str, expected: Expected, result: Taken) -> Iterator[Difference]:
    file, problems = result.files[path], result.problems[path]
    rejected = file.verdict is Verdict.REJECTED
    verdict_fits = file.verdict is expected.verdict or (expected.by_chance and (rejected or file.verdict.used))
    if not verdict_fits:
        yield Difference(path=path, words=f"{file.verdict} ({file.reason}), not {expected.verdict}")
    if expected.by_chance:
        if rejected and not (file.rule or "").startswith(("container.", "identity.")):
            yield Difference(path=path, words=f"rejected for {file.rule}")
    elif expected.ignored_for is not None and file.rule != expected.ignored_for.code:
        yield Difference(path=path, words=f"ignored for {file.rule}")
    elif expected.verdict.is_nobodys_mistake:
        # told as the ground of the verdict, not as a problem
        grounds = [*(rule.code for rule, _ in expected.problems), *([file.rule] if not expected.problems else [])]
        if problems or grounds != [file.rule]:
            yield Difference(path=path, words=f"set aside for {file.rule}, with {len(problems)} problems")
    else:
        wanted = Counter((rule.code, place) for rule, place in expected.problems)
        got = Counter((one.rule.code, shown_place(one.cell or one.sheet)) for one in problems)
        for told, words in ((got - wanted, "problem too many"), (wanted - got, "problem not told")):
            for rule, place in sorted(told.elements()):
                yield Difference(path=path, words=f"{words}: {rule} at {place or 'the file'}")
    yield from _wrong_values(path, expected, result)


def _wrong_values(path: str, expected: Expected, result: Taken) -> Iterator[Difference]:
    wanted, got = expected.values or {}, result.values.get(path, {})  # noqa: PD011  # no frames
    if not result.files[path].verdict.used:
        return
    told = {
        key for one in result.problems[path] for key in (one.task, one.sheet) if one.severity is not Severity.NORMALISED
    }
    for spot in sorted(set(wanted) | set(got), key=str):
        if not _same(wanted.get(spot), got.get(spot)):
            words = f"{spot.table}/{spot.key}/{spot.column}: {got.get(spot)!r:.80}, not {wanted.get(spot)!r:.80}"
            place = spot.key if isinstance(spot.key, str) else _SHEETS[spot.table]
            yield Difference(path=path, words=words, silent=place not in told)


def _same(one: Typed, other: Typed) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=0, abs_tol=0)
    return type(one) is type(other) and one == other
