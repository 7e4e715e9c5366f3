"""The file of the register, `agencies.csv`: strict CSV with the line of every row."""

import csv
from io import StringIO
from pathlib import Path

from pipeline.errors import ConfigurationError, reason_of
from pipeline.yaml_files.faults import Fault, FaultyFileError
from pipeline.yaml_files.located import KeyPath, LocatedYaml

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
    "contact_name",
    "email",
    "phone",
    "verified",
    "source",
    "note",
)


def read_register_file(path: Path) -> LocatedYaml:
    """Return the rows of `agencies.csv` as mappings of text, with their lines.

    Raises:
        ConfigurationError: the file is missing, empty, not UTF-8 or not such a table.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigurationError(
            path, None, "", f"không đọc được tệp ({reason_of(error)}); kiểm tra đường dẫn và quyền đọc"
        ) from error
    except UnicodeDecodeError as error:
        reason = "tệp không ghi bằng mã UTF-8; trong Excel chọn Lưu thành, kiểu «CSV UTF-8»"
        raise ConfigurationError(path, None, "", reason) from error
    return register_file(text, path)


def register_file(text: str, path: Path) -> LocatedYaml:
    """Return the rows of the text of `agencies.csv`; `path` is named in errors only.

    Raises:
        ConfigurationError: the text is empty or not such a table.
    """
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(header, path)
        rows: list[dict[str, str]] = []
        lines: dict[KeyPath, int] = {}
        faults: list[Fault] = []
        start = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(COLUMNS) and any(cells):
                lines[(len(rows),)] = start
                rows.append({column: cell.strip() for column, cell in zip(COLUMNS, cells, strict=True)})
            elif any(cells):
                code = f"[{cells[0]}]" if cells[0] else ""
                reason = f"có {len(cells)} ô, cần {len(COLUMNS)}; ô có dấu phẩy phải đặt trong nháy kép"
                faults.append(Fault(start, code, reason))
            start = reader.line_num + 1
    except csv.Error as error:
        raise ConfigurationError(
            path, reader.line_num, "", "sai dạng CSV: dấu nháy kép mở mà không đóng, hoặc có chữ ngay sau dấu nháy đóng"
        ) from error
    if faults:
        raise FaultyFileError(path, faults)
    return LocatedYaml(path=path, data=rows, lines=lines)


def _check_header(header: list[str], path: Path) -> None:
    if not any(header):
        raise ConfigurationError(path, None, "", "tệp rỗng; dòng đầu phải là tên cột")
    if tuple(header) == COLUMNS:
        return
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        raise ConfigurationError(path, 1, "", "các cột phải cách nhau bằng dấu phẩy, không phải chấm phẩy hay tab")
    missing = [column for column in COLUMNS if column not in header]
    extra = [column for column in header if column not in COLUMNS]
    problems = [
        f"thiếu cột {', '.join(missing)}" if missing else "",
        f"thừa cột {', '.join(column or '(trống)' for column in extra)}" if extra else "",
    ]
    reason = "; ".join(problem for problem in problems if problem) or "cột lặp lại hoặc sai thứ tự"
    raise ConfigurationError(path, 1, "", f"{reason}; dòng đầu phải là: {','.join(COLUMNS)}")
