"""The file of the register, `agencies.csv`: CSV as spreadsheets write it, with the line of every row."""

import csv
import re
from collections.abc import Sequence
from difflib import get_close_matches
from io import StringIO
from pathlib import Path

from pipeline.campaign.files.table_text import separated_by, table_text
from pipeline.date_texts import date_of_text
from pipeline.errors import ConfigurationError, reason_of
from pipeline.yaml_files.faults import Fault, FaultyFileError
from pipeline.yaml_files.located import KeyPath, LocatedYaml

#: The columns in the order in which the program writes them; the file may have them in any order.
COLUMNS = (
    "code",
    "name",
    "abbreviation",
    "group",
    "aliases",
    "active",
    "valid_from",
    "valid_to",
    "successors",
    "within",
    "contact_name",
    "email",
    "phone",
    "verified",
    "source",
    "note",
)
_REQUIRED = ("code", "name", "group")
_DAYS = ("valid_from", "valid_to")
#: A day as a spreadsheet saves it on a Vietnamese machine.
_DAY_FIRST = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}", re.ASCII)
#: What an empty cell, or one of a column that is not there, stands for; "" where nothing is said.
_DEFAULTS = {"active": "yes", "verified": "no"}


def read_register_file(path: Path) -> LocatedYaml:
    """Return the rows of `agencies.csv` as mappings of text, each with all `COLUMNS`, with their lines.

    Raises:
        ConfigurationError: the file is missing, empty, in no known encoding or not such a table.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            path, None, "", f"không đọc được tệp ({reason_of(error)}); kiểm tra đường dẫn và quyền đọc"
        ) from error
    return register_file(table_text(data, path), path)


def register_file(text: str, path: Path) -> LocatedYaml:
    """Return the rows of the text of `agencies.csv`; `path` is named in errors only.

    Raises:
        ConfigurationError: the text is empty or not such a table.
    """
    table, separator = separated_by(text, COLUMNS)
    reader = csv.reader(StringIO(table, newline=""), strict=True, delimiter=separator)
    try:
        cells = next((cells for cells in reader if any(map(str.strip, cells))), [])
        header = _header(cells, path, reader.line_num)
        shortest, longest = 1 + max(map(header.index, _REQUIRED)), len(cells)
        rows: list[dict[str, str]] = []
        lines: dict[KeyPath, int] = {}
        faults: list[Fault] = []
        start = reader.line_num + 1
        for cells in reader:
            filled = _without_empty_end(cells)
            # spreadsheets leave out empty cells at the end of a row
            if filled and shortest <= len(cells) <= longest:
                lines[(len(rows),)] = start
                typed = dict(zip(header, filled, strict=False))
                rows.append({column: _read(column, typed.get(column, "")) for column in COLUMNS})
            elif filled:
                code = f"[{cells[0]}]" if cells[0] else ""
                reason = f"có {len(cells)} ô, cần {len(header)}; ô có dấu ngăn cách cột phải đặt trong nháy kép"
                faults.append(Fault(start, code, reason))
            start = reader.line_num + 1
    except csv.Error as error:
        raise ConfigurationError(
            path, reader.line_num, "", "sai dạng CSV: dấu nháy kép mở mà không đóng, hoặc có chữ ngay sau dấu nháy đóng"
        ) from error
    if faults:
        raise FaultyFileError(path, faults)
    return LocatedYaml(path=path, data=rows, lines=lines)


def _read(column: str, text: str) -> str:
    """Return the text of a cell: a day as 2026-08-31, though spreadsheets write 31/08/2026, and what an empty cell says."""
    day = date_of_text(text) if column in _DAYS and _DAY_FIRST.fullmatch(text) else None
    return text or _DEFAULTS.get(column, "") if day is None else day.isoformat()


def _without_empty_end(cells: Sequence[str]) -> list[str]:
    """Return the cells without blanks around them, up to the last that is not empty."""
    texts = [cell.strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _header(cells: Sequence[str], path: Path, line: int) -> list[str]:
    """Return the names of the columns, those that the program knows, each once."""
    header = _without_empty_end(cells)
    if not header:
        raise ConfigurationError(path, None, "", "tệp rỗng; dòng đầu phải là tên cột")
    missing = [column for column in _REQUIRED if column not in header]
    extra = [column for column in header if column not in COLUMNS]
    repeated = sorted({column for column in header if header.count(column) > 1} - set(extra))
    problems = [
        f"thiếu cột {', '.join(missing)}" if missing else "",
        f"thừa cột {', '.join(map(_guessed, extra))}" if extra else "",
        f"cột lặp lại: {', '.join(repeated)}" if repeated else "",
    ]
    if any(problems):
        reason = "; ".join(filter(None, problems))
        must, may = ",".join(_REQUIRED), ",".join(column for column in COLUMNS if column not in _REQUIRED)
        reason += f"; dòng đầu là tên cột, phải có {must}, có thể thêm {may}"
        raise ConfigurationError(path, line, "", reason)
    return header


def _guessed(column: str) -> str:
    """Return the name of an unknown column, with the one that may be meant."""
    near = get_close_matches(column, COLUMNS, n=1)
    return f"{column} (có phải là {near[0]}?)" if near else column or "(trống)"
