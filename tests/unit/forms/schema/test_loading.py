"""The schema files: what they say is understood in full, or refused with all faults, each with file, line and field."""

import re
import shutil
import subprocess
import sys
from inspect import signature
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pandera.pandas import Check

from pipeline.errors import ConfigurationError
from pipeline.forms.schema.frame_schema import ROW_CHECKS
from pipeline.forms.schema.loading import SHEET_JSON_SCHEMA, read_schemas
from pipeline.forms.schema.schema import ColumnKind, Condition, Schemas
from pipeline.rules import Rule
from pipeline.text import without_marks
from pipeline.yaml_files.faults import FaultyFileError
from pipeline.yaml_files.located import read_located_yaml

ROOT = Path(__file__).parents[4]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a copy of the schemas."""
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    return tmp_path / "schemas" / "workbook"


def refused(folder: Path) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        read_schemas(folder.parents[1])
    return caught.value


def test_columns_carry_what_the_file_says(schemas: Schemas) -> None:
    percent = schemas.report.column("percent")
    assert (percent.title, percent.kind, percent.minimum, percent.maximum) == (
        "Tỷ lệ hoàn thành (%)",
        ColumnKind.NUMBER,
        0.0,
        100.0,
    )
    assert schemas.report.column("status").allowed[0] == "Hoàn thành"
    assert schemas.report.column("result").max_length == 4000
    assert schemas.header.column("signer").required is Rule.SIGNER_MISSING
    assert schemas.list_of("models").column("name").required is Rule.FIELD_MISSING
    assert schemas.report.column("task").required is None
    assert schemas.list_of("models").open_rows is not None
    assert schemas.report.open_rows is None
    assert [column.name for column in schemas.report.columns if column.formula] == ["check"]
    with pytest.raises(KeyError):
        schemas.report.column("không có")


def test_row_rules_name_their_target_and_rule(schemas: Schemas) -> None:
    rule = schemas.report.row_rules[0]
    assert (rule.condition, rule.target, rule.when, rule.equals, rule.rule) == (
        Condition.REQUIRED,
        "completed_on",
        "status",
        ("Hoàn thành",),
        Rule.DONE_WITHOUT_DATE,
    )


def test_pandera_schema_has_the_metadata_and_the_checks(schemas: Schemas) -> None:
    pandera = schemas.report.pandera
    assert pandera is schemas.report.pandera
    assert list(pandera.columns) == [column.name for column in schemas.report.columns]
    assert pandera.columns["percent"].metadata["width"] == schemas.report.column("percent").width
    assert [check.error for check in pandera.checks] == [rule.rule.code for rule in schemas.report.row_rules]
    assert pandera.checks[0].statistics["column"] == "completed_on"


@pytest.mark.parametrize("path", sorted((ROOT / "schemas" / "workbook").glob("*.yaml")), ids=lambda path: path.stem)
def test_files_are_native_pandera_schemas(path: Path) -> None:
    from pandera.api.extensions import register_check_method
    from pandera.io.pandas_io import from_yaml

    for name, check in ROW_CHECKS.items():
        if not hasattr(Check, name):
            arguments = [argument for argument in signature(check).parameters if argument != "rows"]
            register_check_method(check, statistics=arguments)
    native, ours = from_yaml(path), getattr(read_schemas(ROOT), path.stem).pandera

    def facts(checks: list[Check]) -> list[tuple[object, ...]]:
        return [(check.name, check.error, check.statistics) for check in checks]

    assert facts(native.checks) == facts(ours.checks)
    assert {name: (column.dtype, column.nullable, facts(column.checks)) for name, column in native.columns.items()} == {
        name: (column.dtype, column.nullable, facts(column.checks)) for name, column in ours.columns.items()
    }


def test_loading_does_not_import_pandas() -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.forms.schema.loading import read_schemas;"
        "read_schemas(Path('.')); print(sorted({'pandas', 'pandera'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_a_column_can_be_added_in_one_file(folder: Path) -> None:
    path = folder / "report.yaml"
    added = (
        "  budget:\n    title: Kinh phí (triệu đồng)\n    dtype: float64\n    nullable: true\n"
        "    checks:\n    - min_value: 0\n      options: {check_name: greater_than_or_equal_to, error: cell.negative}\n"
        "    metadata: {width: 12, help: Gõ số., example: '20'}\n"
    )
    path.write_text(path.read_text("utf-8").replace("  check:\n", added + "  check:\n"), "utf-8")
    column = read_schemas(folder.parents[1]).report.column("budget")
    assert (column.kind, column.minimum, column.locked) == (ColumnKind.NUMBER, 0.0, False)


#: File, what stands in it, what stands there instead, the field that is named, a part of the reason.
FAULTS = [
    # unknown keys
    ("report", "strict: true\n", "strict: true\nordered: true\n", "ordered", "không có mục tên này"),
    ("report", "  sheet: Báo cáo\n", "  sheet: Báo cáo\n  heading: 7\n", "metadata.heading", "không có mục tên này"),
    ("report", "    title: TT\n", "    titel: TT\n", "columns.task.titel", "có phải là «title»?"),
    (
        "report",
        "    dtype: float64\n",
        "    dtype: float64\n    coerce: true\n",
        "columns.percent.coerce",
        "không có mục tên này",
    ),
    (
        "report",
        "      number_format: dd/mm",
        "      nunber_format: dd/mm",
        "nunber_format",
        "có phải là «number_format»?",
    ),
    # repeated keys
    ("report", "    title: TT\n", "    title: TT\n    title: TT\n", "columns.task.title", "bị lặp lại"),
    ("report", "title: Vai trò\n", "title: TT\n", "columns.role.title", "bị lặp lại"),
    # checks
    ("report", "check_name: in_range", "check_name: in_rang", "check_name", "«in_rang» không hợp lệ; chỉ nhận: isin"),
    ("report", "      max_value: 100\n", "      maxvalue: 100\n", "maxvalue", "có phải là «max_value»?"),
    ("report", "      max_value: 100\n", "", "columns.percent.checks[0]", "thiếu mục «max_value»"),
    ("report", "      max_value: 100\n", "      max_value: '100'\n", "max_value", "phải là số"),
    ("report", "      max_value: 100\n", "      max_value: -1\n", "min_value", "lớn hơn max_value"),
    ("report", "    - max_value: 4000\n", "    - max_value: 0\n", "max_value", "từ 1"),
    ("report", "error: cell.out-of-range}", "raise_warning: true}", "raise_warning", "không có mục tên này"),
    ("report", ", error: cell.out-of-range}", "}", "options", "thiếu mục «error»"),
    ("report", "error: cell.out-of-range", "error: cell.out-of-rang", "error", "có phải là «cell.out-of-range»?"),
    ("report", "check_name: isin", "check_name: str_length", "allowed_values", "không có mục tên này"),
    ("indicators", "dtype: float64", "dtype: str", "options", "không dùng cho cột kiểu str"),
    ("report", "    - max_value: 4000\n", "      max_value: 4000\n", "checks", "phải là danh sách"),
    ("report", "    - max_value: 4000\n      options", "    - 4000\n    - options", "checks[0]", "nhóm mục có tên"),
    (
        "report",
        "      max_value: 100\n",
        "      max_value: 2019-01-31\n",
        "max_value",
        "phải là số, vì cột kiểu float64",
    ),
    # lists
    ("report", '["Hoàn thành", "Đang', '[1, "Đang', "allowed_values[0]", "phải là chữ"),
    ("report", '["Hoàn thành", "Đang', '["Hoàn thành ", "Đang', "allowed_values[0]", "dấu cách thừa"),
    ("report", '["Hoàn thành", "Đang', '["Xong", "Đang', "status", "danh sách phải có"),
    ("proposals", '"Bổ sung", "Bãi bỏ"', '"Bổ sung", "Bổ sung"', "allowed_values", "lặp lại"),
    ("proposals", '["Điều chỉnh", "Bổ sung", "Bãi bỏ"]', "[]", "allowed_values", "không được để trống"),
    # types and flags
    ("report", "dtype: float64", "dtype: int64", "columns.percent.dtype", "chỉ nhận: str, float64, datetime64[ns]"),
    ("report", "    nullable: false\n", "    nullable: 'no'\n", "nullable", "true hoặc false"),
    ("report", "    nullable: false\n", "", "columns.task", "thiếu mục «nullable»"),
    ("report", "width: 7.5,", "width: rộng,", "width", "phải là số"),
    ("report", "strict: true\n", "strict: false\n", "strict", "cần giá trị true"),
    ("report", "name: report\n", "name: bao-cao\n", "name", "phải trùng tên tệp"),
    ("report", "    title: TT\n", "    title: 12\n", "columns.task.title", "phải là chữ"),
    ("report", "    title: TT\n", "    title: 'T\u200bT'\n", "columns.task.title", "ký tự ẩn"),
    ("proposals", "open_rows: 25", "open_rows: 0", "open_rows", "từ 1"),
    # what does not fit together
    ("report", "locked: true, width: 21, formula", "width: 21, formula", "formula", "locked"),
    (
        "header",
        "missing: workbook.signer-missing",
        "missing: workbook.signer",
        "missing",
        "không có quy tắc mã «workbook.signer»",
    ),
    (
        "header",
        '{number_format: "@", help: "Số điện',
        '{missing: row.field-missing, help: "Số điện',
        "missing",
        "nullable",
    ),
    ("report", 'help: "Ghi số, ký hiệu', f'help: "{"dài " * 70}Ghi số', "columns.evidence.metadata.help", "Excel"),
    # row rules
    ("report", "- column: completed_on\n", "- column: completed\n", "checks[0].column", "không có cột"),
    ("report", "- column: completed_on\n", "- column: due\n", "checks[0].column", "cột để điền"),
    ("report", 'equals: ["Hoàn thành"]', 'equals: ["Xong"]', "checks[0].equals", "không có trong danh sách"),
    ("report", "- column: percent\n", "- column: result\n", "checks[4].column", "cột số"),
    ("report", "  min_value: 100\n", "  min_value: 101\n", "checks[4].min_value", "lớn hơn max_value"),
    ("report", "  min_value: 100\n", "", "checks[4]", "thiếu mục «min_value»"),
    # columns that the program prints or needs
    ("report", "  role:\n", "  roles:\n", "columns.roles", "cột khóa"),
    ("report", "  difficulties:\n", "  trouble:\n", "columns", "phải có cột để điền «difficulties»"),
    ("meta", "  round: {title", "  vong: {title", "columns.vong", "cột khóa"),
]


@pytest.mark.parametrize(
    ("name", "right", "wrong", "field", "reason"),
    FAULTS,
    ids=[f"{fault[0]}-{fault[3]}-{n}" for n, fault in enumerate(FAULTS)],
)
def test_faults_are_refused_with_line_and_field(
    folder: Path, name: str, right: str, wrong: str, field: str, reason: str
) -> None:
    path = folder / f"{name}.yaml"
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    error = refused(folder)
    assert error.path == path
    lines = [line for line in str(error).splitlines() if f"{field}: " in line and reason in line]
    assert len(lines) == 1
    assert re.match(rf"{re.escape(str(path))}:\d+: ", lines[0])


def test_the_line_is_that_of_the_fault(folder: Path) -> None:
    path = folder / "report.yaml"
    lines = path.read_text("utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, start=1) if "error: cell.out-of-range" in line)
    lines[number - 1] = lines[number - 1].replace("out-of-range", "sai")
    path.write_text("\n".join(lines), "utf-8")
    assert refused(folder).line == number


@pytest.mark.parametrize(
    ("limits", "field", "told"),
    [
        ("min_value: 5, max_value: 2019-01-31", "min_value", "phải là ngày, ví dụ 2019-01-31"),
        ("min_value: 2019-01-31, max_value: 2019-02-30", "max_value", "phải là ngày, ví dụ 2019-01-31"),
        ("min_value: 2019-02-01, max_value: 2019-01-31", "min_value", "lớn hơn max_value"),
    ],
)
def test_limits_of_a_date_are_days(folder: Path, limits: str, field: str, told: str) -> None:
    check = f"{{{limits}, options: {{check_name: in_range, error: cell.date-outside-limits}}}}"
    path = folder / "report.yaml"
    text = path.read_text(encoding="utf-8")
    title = "    title: Ngày hoàn thành\n"
    path.write_text(text.replace(title, f"{title}    checks: [{check}]\n"), encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        read_schemas(folder.parents[1])
    assert f"columns.completed_on.checks[0].{field}" in str(raised.value)
    assert told in str(raised.value)


def test_a_repeated_check_is_refused(folder: Path) -> None:
    path = folder / "report.yaml"
    check = "    - max_value: 4000\n      options: {check_name: str_length, error: cell.too-long}\n"
    path.write_text(path.read_text("utf-8").replace(check, check + check), "utf-8")
    assert "bị lặp lại" in str(refused(folder))


def test_a_printed_column_that_is_missing_is_told(folder: Path) -> None:
    path = folder / "meta.yaml"
    lines = [line for line in path.read_text("utf-8").splitlines() if "fingerprint" not in line]
    path.write_text("\n".join(lines), "utf-8")
    assert "phải có cột khóa «fingerprint»" in str(refused(folder))


@pytest.mark.parametrize("name", ["reports.yaml", "report.yml"])
def test_a_file_that_nobody_reads_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_text("name: x", "utf-8")
    assert "tệp lạ" in str(refused(folder))


def test_missing_files_are_named(folder: Path) -> None:
    (folder / "proposals.yaml").unlink()
    assert refused(folder).path.name == "proposals.yaml"
    shutil.rmtree(folder)
    with pytest.raises(ConfigurationError, match="--project"):
        read_schemas(folder.parents[1])


def test_a_project_without_schemas_takes_those_that_came_with_the_program(tmp_path: Path) -> None:
    assert read_schemas(tmp_path) == read_schemas(ROOT)


def test_a_file_that_is_no_mapping_is_refused(folder: Path) -> None:
    (folder / "proposals.yaml").write_text("- a\n", "utf-8")
    assert "nhóm mục" in str(refused(folder))


# --- all at once


def edited(folder: Path, name: str, *replacements: tuple[str, str]) -> list[str]:
    """Change a schema file in several places; return its lines afterwards."""
    path = folder / f"{name}.yaml"
    text = path.read_text("utf-8")
    for right, wrong in replacements:
        assert right in text
        text = text.replace(right, wrong, 1)
    path.write_text(text, "utf-8")
    return text.splitlines()


def line_of(lines: list[str], passage: str) -> int:
    return next(number for number, line in enumerate(lines, start=1) if passage in line)


def test_all_faults_of_a_file_are_told_in_one_error_each_with_its_line(folder: Path) -> None:
    lines = edited(
        folder,
        "report",
        ("width: 7.5,", "width: rộng,"),
        ("      max_value: 100\n", "      maxvalue: 100\n"),
        ("error: row.evidence-missing", "error: row.evidence-mising"),
    )
    error = refused(folder)
    path, checks = folder / "report.yaml", line_of(lines, "maxvalue: 100") - 1
    assert str(error).splitlines() == [
        f"{path}:{line_of(lines, 'width: rộng')}: columns.task.metadata.width: phải là số",
        f"{path}:{checks}: columns.percent.checks[0]: thiếu mục «max_value»",
        f"{path}:{checks + 1}: columns.percent.checks[0].maxvalue: không có mục tên này; có phải là «max_value»?",
        f"{path}:{line_of(lines, 'evidence-mising')}: checks[3].options.error: "
        "không có quy tắc mã «row.evidence-mising»; có phải là «row.evidence-missing»?",
    ]


def test_what_does_not_fit_together_is_told_at_once_too(folder: Path) -> None:
    edited(
        folder,
        "report",
        ("  role:\n", "  roles:\n"),
        ("- column: completed_on\n", "- column: completed\n"),
        ("  min_value: 100\n", "  min_value: 101\n"),
    )
    error = refused(folder)
    assert isinstance(error, FaultyFileError)
    assert [fault.field for fault in error.faults] == [
        "columns",
        "columns.roles",
        "checks[0].column",
        "checks[4].min_value",
    ]


@pytest.mark.parametrize("part", ["metadata", "columns", "checks"])
def test_a_part_of_another_type_hides_no_fault_of_the_rest(folder: Path, part: str) -> None:
    path = folder / "report.yaml"
    text = path.read_text("utf-8")
    start = text.index(f"\n{part}:\n") + 1
    end = min(
        position
        for position in (text.find("\ncolumns:", start), text.find("\nchecks:", start), len(text))
        if position > 0
    )
    path.write_text(f"{text[:start]}{part}: 1{text[end:]}\nkhac: 1\n", "utf-8")
    error = refused(folder)
    assert isinstance(error, FaultyFileError)
    assert {part, "khac"} <= {fault.field for fault in error.faults}


# --- the words of closed lists


def test_words_carry_what_the_guide_says_and_how_else_they_are_written(schemas: Schemas) -> None:
    status = schemas.report.column("status")
    assert [choice.word for choice in status.choices] == list(status.allowed)
    assert status.synonyms["da ht"] == "Hoàn thành"
    assert set(status.synonyms.values()) == set(status.allowed)
    assert all(synonym == without_marks(synonym) for synonym in status.synonyms)
    assert not schemas.proposals.column("kind").synonyms


@pytest.mark.parametrize(
    ("right", "wrong", "field", "reason"),
    [
        ("        Hoàn thành:\n", "        Xong:\n", "choices.Xong", "không có trong allowed_values"),
        ("[KPS, ", "[xong, ", "choices.Không phát sinh.synonyms[0]", "đã dùng cho «Hoàn thành, xong»"),
        ("[KPS, ", "[ĐANG THỰC HIỆN, ", "choices.Không phát sinh.synonyms[0]", "đã dùng cho «Đang thực hiện»"),
        ('meaning: "Chưa', 'nghia: "Chưa', "choices.Chưa thực hiện", "thiếu mục «meaning»"),
        ("        Hoàn thành:\n", "        Xong:\n", "columns.status", "choices phải giải thích Hoàn thành"),
    ],
)
def test_what_is_wrong_with_words_is_told(folder: Path, right: str, wrong: str, field: str, reason: str) -> None:
    edited(folder, "report", (right, wrong))
    error = refused(folder)
    assert isinstance(error, FaultyFileError)
    assert [fault for fault in error.faults if fault.field.endswith(field) and reason in fault.reason]


# --- what a schema file may say


def test_what_a_schema_file_may_say_is_what_the_program_understands() -> None:
    json_schema = read_located_yaml(SHEET_JSON_SCHEMA).data
    Draft202012Validator.check_schema(json_schema)
    parts = json_schema["$defs"]
    assert set(parts["row_check_options"]["properties"]["check_name"]["enum"]) == set(ROW_CHECKS) == set(Condition)
    assert set(parts["column"]["properties"]["dtype"]["enum"]) == set(ColumnKind)
