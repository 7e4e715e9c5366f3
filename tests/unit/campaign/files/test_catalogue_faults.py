"""Checks across entries and files: references that lead nowhere, dates that do not fit, records that change nothing."""

from pathlib import Path

import pytest

from pipeline.campaign.files.reading import read_campaign
from pipeline.rules import Rule
from tests.support.campaign import SMALL, edited, refused, write_small_project

FUNDS = "{code: funds, label: Thiếu kinh phí, kind: objective}"
DECISION, TASKS, INDICATORS = "decision.yaml", "tasks.yaml", "indicators.yaml"


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "reason"),
    [
        (TASKS, '- code: "1.3"', '- code: "1.2"', "tasks[1.2].code", "mã «1.2» bị lặp lại"),
        (TASKS, 'section: "1"\n    text: Kiểm tra', 'section: "2"\n    text: Kiểm tra', "tasks[1.3].section", "mã «2»"),
        (TASKS, 'parent: "1.1"', 'parent: "1.3"', "tasks[1.2].parent", "không có nhiệm vụ mã «1.3» đứng trước"),
        (TASKS, "tasks:\n", '  - {code: "2", title: KHÁC}\ntasks:\n', "sections[2]", "không có nhiệm vụ nào"),
        (
            TASKS,
            '1", title: TUYÊN TRUYỀN}\ntasks:\n  - code: "1.1"\n    section: "1"',
            '1", title: TUYÊN TRUYỀN}\n  - {code: "2", title: B}\ntasks:\n  - code: "1.1"\n    section: "2"',
            "tasks[1.2].section",
            "theo thứ tự của nhóm nhiệm vụ",
        ),
        (TASKS, "{agency: TT}", "{agency: TX}", "coordinators.selectors[0].agency", "không có cơ quan mã «TX»"),
        (TASKS, "[{agency: SNV}]", "[{agency: MT}]", "lead.selectors[0].agency", "không thể chủ trì"),
        (TASKS, "{text: các hội}", "{text: các hội, role: requested}", "selectors[2].role", "một cơ quan nêu tên"),
        (TASKS, "due: 2025-08-14", "due: 2026-08-14", "tasks[1.2].time_limit.due", "ngoài kỳ của danh mục"),
        (TASKS, "due: 2025-08-14", "due: 2025-08-15", "tasks[1.2].time_limit.due", "ngày liền trước 2025-08-15"),
        (
            TASKS,
            "kind: ongoing",
            "kind: period, start: 2025-12-01, due: 2025-10-31",
            "tasks[1.3].time_limit.start",
            "sau ngày đến hạn",
        ),
        (TASKS, "groups: [departments]", "groups: [other_bodies]", "nil_groups[0].groups", "không được giao"),
        (TASKS, "groups: [departments]", "groups: [schools]", "nil_groups[0].groups", "không có khối «schools»"),
        (TASKS, "{group: communes}]", "{group: comunes}]", "selectors[1].group", "có phải là «communes»?"),
        (TASKS, "{group: communes}]", "{group: other_bodies}]", "selectors[1].group", "không báo cáo"),
        (INDICATORS, "code: CT-2", "code: ct-1", "indicators[ct-1].code", "bị lặp lại"),
        (INDICATORS, 'CT-1, task: "1.3"', 'CT-1, task: "9.9"', "indicators[CT-1].task", "không có nhiệm vụ mã «9.9»"),
        (INDICATORS, 'CT-1, task: "1.3"', 'CT-1, task: "1.1"', "indicators[CT-1].task", "dòng tiêu đề"),
        (INDICATORS, 'CT-1, task: "1.3"', 'CT-1, task: "1.2"', "indicators[CT-2].part_of", "nhiệm vụ khác"),
        (INDICATORS, "part_of: CT-1", "part_of: CT-9", "indicators[CT-2].part_of", "không có chỉ tiêu mã «CT-9»"),
        (INDICATORS, "part_of: CT-1", "part_of: CT-2", "indicators[CT-2].part_of", "dẫn vòng"),
        (INDICATORS, "đột xuất, unit: cuộc", "đột xuất, unit: người", "part_of", "đơn vị tính khác"),
        (
            DECISION,
            "waivers:",
            f"causes: [{FUNDS}, {FUNDS.replace('Thiếu kinh phí', 'Kinh phí')}]\nwaivers:",
            "causes[funds].code",
            "mã «funds» bị lặp lại",
        ),
        (
            DECISION,
            "waivers:",
            f"causes: [{FUNDS}, {FUNDS.replace('funds', 'money')}]\nwaivers:",
            "causes[money].label",
            "«Thiếu kinh phí» đã dùng cho nguyên nhân «funds»",
        ),
        (
            DECISION,
            "waivers:",
            "causes: [{code: a, label: A, kind: objective, keywords: [mưa bão]}, "
            "{code: b, label: B, kind: subjective, keywords: [Mua bao]}]\nwaivers:",
            "causes[b].keywords",
            "«Mua bao» đã dùng cho nguyên nhân «a»",
        ),
        (
            DECISION,
            "waivers:",
            f"causes: [{FUNDS.replace('objective', 'other')}]\nwaivers:",
            "causes[funds].kind",
            "objective",
        ),
        (
            DECISION,
            "waivers:",
            "rule_severities: {row.nothing: warning}\nwaivers:",
            "row.nothing",
            "không có quy tắc mã",
        ),
        (
            DECISION,
            "waivers:",
            "rule_severities: {row.led-empti: warning}\nwaivers:",
            "row.led-empti",
            "«row.led-empty»",
        ),
        (
            DECISION,
            "waivers:",
            "rule_severities: {row.led-empty: error}\nwaivers:",
            "row.led-empty",
            "chỉ nhận: warning",
        ),
        (
            DECISION,
            "waivers:",
            "rule_severities: {cell.not-a-date: warning}\nwaivers:",
            "cell.not-a-date",
            "không dùng được",
        ),
        (
            DECISION,
            "waivers:",
            "rule_severities: {cell.too-long: warning}\nwaivers:",
            "cell.too-long",
            "vốn chỉ là lưu ý",
        ),
        (
            DECISION,
            'task: "1.2", by: Giám đốc Sở, on: 2025-08-20',
            'task: "1.2", rule: row.x, by: A, on: 2025-08-20',
            "waivers[0].rule",
            "không có quy tắc",
        ),
        (
            DECISION,
            'task: "1.2", by: Giám đốc Sở, on: 2025-08-20',
            'task: "1.2", rule: Row X, by: A, on: 2025-08-20',
            "waivers[0].rule",
            "không đúng dạng",
        ),
        (
            DECISION,
            'task: "1.2", by: Giám đốc Sở, on: 2025-08-20',
            'task: "1.2", rule: container.empty, by: A, on: 2025-08-20',
            "waivers[0].rule",
            "không miễn",
        ),
        (DECISION, "campaign: small", "campaign: 2025-h2", "campaign", "phải trùng tên thư mục «small»"),
        (DECISION, "end: 2025-12-31", "end: 2025-06-30", "decision.period.end", "trước ngày đầu kỳ"),
        (DECISION, "body: SNV", "body: SNVV", "report.body", "không có cơ quan mã «SNVV»"),
        (
            DECISION,
            "letter_symbol: SNV-XDCQ",
            'letter_symbol: SNV\n  model_task: "1.2"',
            "report.model_task",
            "nay khai trong lists.yaml",
        ),
        (DECISION, "code: dot-xuat", "code: lan-1", "rounds[lan-1].code", "bị lặp lại"),
        (DECISION, "code: dot-xuat", "code: don-doc", "rounds[don-doc].code", "dành cho một thư mục kết quả khác"),
        (DECISION, "last_day: 2025-09-04", "last_day: 2025-09-05", "rounds[lan-1].last_day", "phải trước 2025-09-05"),
        (DECISION, "cut_off: 2025-08-31", "cut_off: 2025-09-30", "rounds[lan-1].cut_off", "sau ngày cuối"),
        (DECISION, "opens: 2025-08-01", "opens: 2025-09-30", "rounds[lan-1].opens", "sau ngày cuối"),
        (
            DECISION,
            "previous: lan-1",
            "previous: lan-0",
            "rounds[dot-xuat].previous",
            "không có lần báo cáo mã «lan-0»",
        ),
        (DECISION, "previous: lan-1", "previous: dot-xuat", "rounds[dot-xuat].previous", "không kết thúc trước"),
        (DECISION, "ad_hoc: true", "ad_hoc: false", "rounds[dot-xuat].tasks", "chỉ lần báo cáo đột xuất"),
        (DECISION, 'tasks: ["1.2", "1.3"]', 'tasks: ["1.1"]', "rounds[dot-xuat].tasks[0]", "dòng tiêu đề"),
        (DECISION, "agencies: [SNV]", "agencies: [SNV, XX]", "rounds[dot-xuat].agencies[1]", "mã «XX»"),
        (DECISION, "agencies: [SNV]", "agencies: [MT]", "rounds[dot-xuat].agencies[0]", "không báo cáo"),
        (DECISION, 'agency: "10001", round: lan-1', 'agency: "10001", round: lan-3', "waivers[0].round", "mã «lan-3»"),
        (DECISION, 'agency: "10001", round', 'agency: "10009", round', "waivers[0].agency", "mã «10009»"),
        (DECISION, 'round: lan-1, task: "1.2"', 'round: lan-1, task: "8"', "waivers[0].task", "mã «8»"),
        (
            DECISION,
            '"10001", round: lan-1, task: "1.2"',
            "TT, round: dot-xuat, task: null",
            "waivers[0]",
            "không có gì để miễn",
        ),
        (DECISION, "due: 2025-08-29", "due: 2025-08-14", "extensions[0].due", "phải sau hạn của nhiệm vụ (2025-08-14)"),
        (DECISION, 'task: "1.2", due', 'task: "1.3", due', "extensions[0].task", "không có ngày đến hạn"),
        (
            DECISION,
            "waivers:\n",
            'waivers:\n  - {agency: "10001", round: lan-1, task: "1.2", by: A, on: 2025-08-20, why: B}\n',
            "waivers[1]",
            "lặp lại",
        ),
    ],
)
def test_a_reference_or_date_that_does_not_fit_is_told(
    tmp_path: Path, name: str, old: str, new: str, field: str, reason: str
) -> None:
    error = refused(tmp_path, edited(name, old, new))
    assert error.path.name == name
    assert field in str(error)
    assert reason in str(error)


def test_an_extension_of_what_the_agency_does_not_owe_is_refused(tmp_path: Path) -> None:
    files = edited(TASKS, "selectors: [{group: departments}, {group: communes}]", "selectors: [{group: departments}]")
    text = SMALL[DECISION].replace('"10001", round: lan-1, task: "1.2"', '"10001", round: lan-1, task: null')
    error = refused(tmp_path, {**files, DECISION: text})
    assert error.field == "extensions[0]"
    assert "không có gì để gia hạn" in str(error)


def test_a_waiver_may_excuse_from_the_whole_report(tmp_path: Path) -> None:
    write_small_project(tmp_path, edited(DECISION, 'round: lan-1, task: "1.2"', "round: lan-1, task: null"))
    assert [waiver.task for waiver in read_campaign(tmp_path, "small").waivers] == [None]


def test_rules_that_are_only_warnings_here_and_a_waiver_of_one_rule(tmp_path: Path) -> None:
    files = edited(
        DECISION,
        'waivers:\n  - {agency: "10001", round: lan-1, task: "1.2", by',
        "rule_severities: {row.led-empty: warning}\nwaivers:\n"
        '  - {agency: "10001", round: lan-1, task: "1.2", rule: row.evidence-missing, by: A, on: 2025-08-20, why: B}\n'
        '  - {agency: "10001", round: lan-1, task: "1.2", by',
    )
    write_small_project(tmp_path, files)
    campaign = read_campaign(tmp_path, "small")
    assert campaign.warning_rules == {Rule.LED_ROW_EMPTY}
    assert [waiver.rule for waiver in campaign.waivers] == [Rule.EVIDENCE_MISSING, None]
    assert campaign.excused(campaign.rounds[0]) == {("10001", "1.2")}
