"""Reading a campaign: what is wrong in its files is told with file, line and field, in Vietnamese, all at once."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from pipeline.campaign.files.reading import campaign_names, read_campaign
from pipeline.errors import ConfigurationError, OperatorError
from pipeline.yaml_files.faults import FaultyFileError
from pipeline.yaml_files.located import read_located_yaml
from tests.support.campaign import CAMPAIGN, CITY, REPOSITORY, SMALL, edited, refused, write_small_project

DECISION, TASKS, INDICATORS, AGENCIES = "decision.yaml", "tasks.yaml", "indicators.yaml", "agencies.csv"


def line_of(files: dict[str, str | bytes], name: str, passage: str) -> int:
    text = files[name]
    assert isinstance(text, str)
    return text[: text.index(passage)].count("\n") + 1


# --- finding the campaign


def test_campaigns_are_the_folders_that_hold_a_decision(tmp_path: Path) -> None:
    write_small_project(tmp_path)
    (tmp_path / "catalogue" / "another").mkdir()
    (tmp_path / "catalogue" / "README.md").write_text("", encoding="utf-8")
    assert campaign_names(tmp_path) == ("small",)
    assert campaign_names(CITY) == (CAMPAIGN,)


def test_a_wrong_campaign_is_answered_with_those_there_are(tmp_path: Path) -> None:
    write_small_project(tmp_path)
    with pytest.raises(OperatorError, match=r"Không có đợt công tác «2026-h1» trong .*; hiện có: small") as caught:
        read_campaign(tmp_path, "2026-h1")
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["../small", "", ".", "small/../small"])
def test_a_campaigns_name_is_never_a_path(tmp_path: Path, name: str) -> None:
    write_small_project(tmp_path)
    with pytest.raises(OperatorError, match="Không có đợt công tác"):
        read_campaign(tmp_path, name)


def test_a_folder_that_is_no_project_is_answered_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"không phải thư mục dự án.*--project"):
        read_campaign(tmp_path, "2025-h2")


def test_a_project_may_stand_anywhere(tmp_path: Path) -> None:
    write_small_project(tmp_path / "có dấu cách")
    assert read_campaign(tmp_path / "có dấu cách", "small").decision.number == "12"


# --- files as such


@pytest.mark.parametrize("name", [TASKS, INDICATORS, AGENCIES])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = write_small_project(tmp_path)
    (folder / name).unlink()
    with pytest.raises(ConfigurationError, match="thiếu tệp này") as caught:
        read_campaign(tmp_path, "small")
    assert caught.value.path == folder / name
    assert caught.value.exit_code == 3


def test_a_missing_schema_is_named(tmp_path: Path) -> None:
    write_small_project(tmp_path)
    (tmp_path / "schemas" / "catalogue" / TASKS).unlink()
    with pytest.raises(ConfigurationError, match=r"schemas/catalogue/tasks\.yaml: thiếu tệp này"):
        read_campaign(tmp_path, "small")


@pytest.mark.parametrize("name", list(SMALL))
@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_an_empty_file_is_called_empty(tmp_path: Path, name: str, content: bytes) -> None:
    assert "tệp rỗng" in str(refused(tmp_path, {**SMALL, name: content}))


@pytest.mark.parametrize("name", [name for name in SMALL if name != AGENCIES])
@pytest.mark.parametrize("encoding", ["utf-16", "cp1258"])
def test_a_file_that_is_not_utf_8_is_called_so(tmp_path: Path, name: str, encoding: str) -> None:
    content = SMALL[name].encode(encoding, errors="replace")
    if encoding == "cp1258":
        content = "Sở Nội vụ".encode(encoding, errors="replace") + content
    assert "UTF-8" in str(refused(tmp_path, {**SMALL, name: content}))


@pytest.mark.parametrize("name", list(SMALL))
def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path, name: str) -> None:
    text = SMALL[name].replace("\n", "\r\n")
    write_small_project(tmp_path / "marked", {**SMALL, name: b"\xef\xbb\xbf" + text.encode()})
    write_small_project(tmp_path / "plain")
    assert read_campaign(tmp_path / "marked", "small") == read_campaign(tmp_path / "plain", "small")


# --- YAML


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "reason"),
    [
        # syntax, keys
        (TASKS, "text: Kiểm tra", "text: [Kiểm tra", "", "sai cú pháp YAML"),
        (TASKS, "text: Kiểm tra", "text: Kiểm tra\n    text: Rà soát", "tasks[2].text", "lặp lại"),
        (TASKS, "text: Kiểm tra", "text: Kiểm tra\n    tex: Rà soát", "tasks[1.3].tex", "có phải là «text»?"),
        (DECISION, 'contact: ""', "contact: {fax: '1'}", "report.contact.fax", "chỉ nhận: name, phone, email"),
        (DECISION, "  contact:", '  contact: ""\n  hotline:', "report.hotline", "chỉ nhận: addressee, body"),
        (DECISION, "  letter_symbol: SNV-XDCQ\n", "", "report", "thiếu mục «letter_symbol»"),
        # text that YAML would take for something else
        (TASKS, '- code: "1.2"', "- code: 1.10", "tasks[1].code", "phải là chữ; đặt giá trị trong dấu nháy kép"),
        (DECISION, 'number: "12"', "number: 12", "decision.number", "phải là chữ hoặc null; đặt giá trị"),
        (
            INDICATORS,
            "decimals: 0, part_of",
            'decimals: "0", part_of',
            "indicators[CT-2].decimals",
            "phải là số nguyên",
        ),
        (INDICATORS, "decimals: 0, part_of", "decimals: 5, part_of", "indicators[CT-2].decimals", "ngoài khoảng"),
        (TASKS, "reportable: false", "reportable: no", "tasks[1.1].reportable", "phải là true hoặc false"),
        # values
        (TASKS, "text: Kiểm tra", 'text: ""', "tasks[1.3].text", "không được để trống"),
        (
            TASKS,
            "kind: ongoing",
            "kind: always",
            "tasks[1.3].time_limit.kind",
            "«always» không hợp lệ; chỉ nhận: ongoing",
        ),
        (
            DECISION,
            "opens: 2025-08-01",
            "opens: 1/8/2025",
            "rounds[lan-1].opens",
            "năm-tháng-ngày, tháng và ngày hai chữ số",
        ),
        (DECISION, "  kind: Quyết định", "  kind: công văn", "decision.kind", "phải viết hoa chữ đầu: ghi «Công văn»"),
        (DECISION, "opens: 2025-08-01", "opens: 2025-02-30", "rounds[lan-1].opens", "không phải ngày có thật"),
        (DECISION, "code: lan-1", "code: Lần 1", "rounds[Lần 1].code", "chữ thường không dấu"),
        (DECISION, "issued_on: 2025-07-20", "issued_on: tháng 7", "decision.issued_on", "không phải ngày có thật"),
        (TASKS, "text: Kiểm tra", 'text: "Kiểm tra\\u200b"', "tasks[1.3].text", "ký tự ẩn"),
        (TASKS, "text: Kiểm tra", "text: |\n      Kiểm tra", "tasks[1.3].text", "ký tự ẩn"),
        (DECISION, "recipients: [Như trên]", "recipients: []", "report.recipients", "không được để trống"),
        (DECISION, 'tasks: ["1.2", "1.3"]', 'tasks: ["1.2", "1.2"]', "rounds[dot-xuat].tasks", "mục lặp lại"),
        # shapes
        (
            TASKS,
            "selectors: [{agency: SNV}]",
            "selectors: [{agency: SNV, group: communes}]",
            "tasks[1.3].lead.selectors[0]",
            "đúng một trong các mục group, agency, text",
        ),
        (TASKS, "selectors: [{agency: SNV}]", "selectors: SNV", "tasks[1.3].lead.selectors", "phải là danh sách"),
        (TASKS, "selectors: [{agency: SNV}]", "selectors: [SNV]", "tasks[1.3].lead.selectors[0]", "nhóm mục có tên"),
        (TASKS, "reportable: false", "reportable: true", "tasks[1.1]", "thiếu mục «lead»"),
        (
            TASKS,
            "    text: Kiểm tra",
            "    reportable: false\n    text: Kiểm tra",
            "tasks[1.3].lead",
            "mục này không dùng ở đây",
        ),
        (TASKS, "kind: ongoing", "kind: ongoing, due: 2025-12-31", "tasks[1.3].time_limit.due", "không dùng ở đây"),
        (TASKS, "kind: by_date, due: 2025-08-14", "kind: by_date", "tasks[1.2].time_limit", "thiếu mục «due»"),
        (TASKS, "kind: ongoing", "kind: period", "tasks[1.3].time_limit", "thiếu mục «start»"),
    ],
)
def test_a_mistake_in_yaml_is_told_with_its_field_and_what_to_write(
    tmp_path: Path, name: str, old: str, new: str, field: str, reason: str
) -> None:
    files = edited(name, old, new)
    error = refused(tmp_path, files)
    assert error.path.name == name
    assert f": {field}: " in str(error) or field == error.field
    assert reason in str(error)


@pytest.mark.parametrize(
    ("name", "old", "new", "passage"),
    [
        (TASKS, "text: Kiểm tra", "text: Kiểm tra\n    tex: Rà soát", "    tex:"),
        (TASKS, "text: Kiểm tra", "text: Kiểm tra\n    text: Rà soát", "    text: Rà soát"),
        (TASKS, "text: Kiểm tra", "text:\n\n      12", "    text:\n\n"),
        (TASKS, "kind: ongoing", "kind: always", "kind: always"),
        (TASKS, "{agency: TT}", "{agency: TX}", "{agency: TX}"),
        (TASKS, "    text: Kiểm tra\n", "", '- code: "1.3"'),
        (DECISION, "opens: 2025-08-01", "opens: 2025-02-30", "opens: 2025-02-30"),
        (DECISION, "previous: lan-1", "previous: lan-0", "previous: lan-0"),
        (INDICATORS, "part_of: CT-1", "part_of: CT-9", "part_of: CT-9"),
        (AGENCIES, "snv@example.vn", "snv", "SNV,"),
        (AGENCIES, "Thanh tra tỉnh,TT,departments", '"Thanh\ntra",TT,sở', "TT,"),
        (AGENCIES, "UBND xã Cẩm Giang", '"UBND xã\nCẩm Giang"', "10002,"),
        (AGENCIES, "UBND xã Cẩm Giàng", "UBND xã Cẩm Giang", "10003,"),
    ],
)
def test_the_line_is_that_of_the_mistake(tmp_path: Path, name: str, old: str, new: str, passage: str) -> None:
    files = edited(name, old, new)
    assert refused(tmp_path, files).line == line_of(files, name, passage)


# --- all at once


def test_all_mistakes_of_a_file_are_told_in_the_order_of_its_lines(tmp_path: Path) -> None:
    text = SMALL[DECISION].replace("opens: 2025-08-01", "opens: 1/8").replace("symbol: BC-SNV", "symbool: BC-SNV")
    error = refused(tmp_path, {**SMALL, DECISION: text})
    assert isinstance(error, FaultyFileError)
    assert [(fault.field, fault.reason) for fault in error.faults] == [
        ("report.letterhead", "thiếu mục «symbol»"),
        ("report.letterhead.symbool", "không có mục tên này; có phải là «symbol»?"),
        ("rounds[lan-1].opens", "«1/8» không phải ngày có thật; ghi năm-tháng-ngày, tháng và ngày hai chữ số"),
    ]
    path = tmp_path / "catalogue" / "small" / DECISION
    lines = [line_of({DECISION: text}, DECISION, passage) for passage in ("letterhead:", "letterhead:", "opens: 1/8")]
    assert [told.partition(": ")[0] for told in str(error).splitlines()] == [f"{path}:{line}" for line in lines]
    assert (error.line, error.field) == (lines[0], "report.letterhead")


def test_after_ten_mistakes_the_rest_are_counted(tmp_path: Path) -> None:
    rows = [f"{code},Xã {code},,xa,,yes,,,,,,,yes,," for code in range(20001, 20016)]
    error = refused(tmp_path, {**SMALL, AGENCIES: SMALL[AGENCIES] + "\n".join(rows) + "\n"})
    told = str(error).splitlines()
    assert len(told) == 11
    assert told[-1].endswith("còn 5 lỗi khác; sửa các lỗi trên rồi chạy lại")


# --- the schemas


@pytest.mark.parametrize("name", [DECISION, TASKS, INDICATORS, "agencies.yaml"])
def test_schemas_are_json_schemas_that_accept_no_unknown_key(name: str) -> None:
    schema = read_located_yaml(REPOSITORY / "schemas" / "catalogue" / name).data
    Draft202012Validator.check_schema(schema)
    assert [place for place, part in objects(schema, name) if part.get("additionalProperties") is not False] == []


def objects(part: object, place: str) -> list[tuple[str, dict[str, object]]]:
    """Return every part of a schema that describes an object."""
    found: list[tuple[str, dict[str, object]]] = []
    if isinstance(part, dict):
        if part.get("type") == "object":
            found.append((place, part))
        for name, child in part.items():
            found += objects(child, f"{place}.{name}")
    return found


def test_a_schema_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    write_small_project(tmp_path)
    path = tmp_path / "schemas" / "catalogue" / INDICATORS
    text = path.read_text(encoding="utf-8").replace("decimals: {type: integer,", "decimals: {type: whole,")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="không phải JSON Schema hợp lệ") as caught:
        read_campaign(tmp_path, "small")
    assert (caught.value.path, caught.value.line) == (path, line_of({INDICATORS: text}, INDICATORS, "type: whole"))


# --- whatever is done to the files


@given(name=st.sampled_from(list(SMALL)), data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mutilated_file_is_read_or_refused_but_never_crashes(tmp_path: Path, name: str, data: st.DataObject) -> None:
    lines = SMALL[name].splitlines(keepends=True)
    position = data.draw(st.integers(0, len(lines) - 1))
    line = lines[position]
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    put = data.draw(
        st.sampled_from(
            ["", "  ", ":", '"', "[", "{", "null", "12", "- ", "&a ", "*a", "!!int ", ",", ";", "\x00", "\n"]
        )
    )
    lines[position] = line[:start] + put + line[end:]
    write_small_project(tmp_path, {**SMALL, name: "".join(lines)})
    with contextlib.suppress(OperatorError):
        assert read_campaign(tmp_path, "small").reportable_tasks
