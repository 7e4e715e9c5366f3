"""The pandera schema of a sheet, and its row checks: rules across the columns of a row, as checks of the whole frame.

Each row check gives True where a row is fine and never raises: one that raises would hide the others' findings.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from pandera.api.checks import Check
    from pandera.pandas import DataFrameSchema


def required_when(rows: "pd.DataFrame", *, column: str, when: str, equals: Sequence[str]) -> "pd.Series[bool]":
    """Return, by row, whether `column` is filled or `when` is none of `equals`."""
    return ~_applies(rows, column, when, equals) | ~_empty(rows, column)


def empty_when(rows: "pd.DataFrame", *, column: str, when: str, equals: Sequence[str]) -> "pd.Series[bool]":
    """Return, by row, whether `column` is empty or `when` is none of `equals`."""
    return ~_applies(rows, column, when, equals) | _empty(rows, column)


def between_when(
    rows: "pd.DataFrame", *, column: str, when: str, equals: Sequence[str], min_value: float, max_value: float
) -> "pd.Series[bool]":
    """Return, by row, whether `column` is empty or within the bounds, or `when` is none of `equals`."""
    import pandas as pd  # noqa: PLC0415  # status and templates start without pandas

    applies = _applies(rows, column, when, equals)
    if column not in rows:
        return ~applies
    numbers = pd.to_numeric(rows[column], errors="coerce")
    return ~applies | numbers.isna() | numbers.between(min_value, max_value)


#: Our checks across the columns of a row, by name.
ROW_CHECKS: dict[str, Callable[..., "pd.Series[bool]"]] = {
    "required_when": required_when,
    "empty_when": empty_when,
    "between_when": between_when,
}


def frame_schema(source: Mapping[str, Any]) -> "DataFrameSchema":
    """Return the pandera schema of the content of a schema file; its columns carry the `metadata` of the file."""
    # 0.6 s that status and templates need not pay
    import pandas as pd  # noqa: PLC0415
    from pandera.io.pandas_io import deserialize_schema  # noqa: PLC0415

    without_row_checks = {name: part for name, part in source.items() if name != "checks"}
    # pandera takes the options out of the mappings that it is given.
    loaded = deserialize_schema(deepcopy(without_row_checks))  # type: ignore[no-untyped-call]
    metadata = {
        name: {"metadata": column["metadata"]} for name, column in source["columns"].items() if "metadata" in column
    }
    schema: DataFrameSchema = loaded.update_columns(metadata)
    with _without_hypothesis():
        schema.register_default_backends(pd.DataFrame)
    schema.checks = [_row_check(entry) for entry in source.get("checks", ())]
    return schema


def _row_check(entry: Mapping[str, Any]) -> "Check":
    """Return the check that an entry of `checks` asks for; what it looks at stands in its statistics.

    Checks registered with pandera would give the same, but registering loads hypothesis.
    """
    from pandera.api.checks import Check  # noqa: PLC0415

    name, error = entry["options"]["check_name"], entry["options"]["error"]
    statistics = {argument: value for argument, value in entry.items() if argument != "options"}
    return Check(partial(ROW_CHECKS[name], **statistics), name=name, error=error, statistics=statistics)


@contextmanager
def _without_hypothesis() -> Iterator[None]:
    """Keep pandera from loading hypothesis, 0.4 s a run wherever this test tool is installed.

    pandera does without it where it is absent, and a module that is None counts as absent. Once loaded it stays.
    """
    if "hypothesis" in sys.modules:
        yield
        return
    sys.modules["hypothesis"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["hypothesis"]


def _applies(rows: "pd.DataFrame", column: str, when: str, equals: Sequence[str]) -> "pd.Series[bool]":
    """Return where a rule applies: nowhere in a frame without its columns, which another gate reports."""
    import pandas as pd  # noqa: PLC0415

    if column not in rows or when not in rows:
        return pd.Series(data=False, index=rows.index, dtype=bool)
    return rows[when].isin(list(equals))


def _empty(rows: "pd.DataFrame", column: str) -> "pd.Series[bool]":
    import pandas as pd  # noqa: PLC0415

    if column not in rows:
        return pd.Series(data=True, index=rows.index, dtype=bool)
    cells = rows[column]
    return cells.isna() | cells.astype(object).map(lambda cell: isinstance(cell, str) and not cell.strip()).astype(bool)
