"""The accepted returns as typed frames: nothing lost, nothing doubled, every problem once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from pipeline.campaign.assignment import assignments, owing_agencies
from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import Verdict
from pipeline.problems import Cell, in_order, problem
from pipeline.rules import Rule, Severity
from tests.support.validation import COMMUNE, ErrorValue, Formula, found, place, received, validated

DONE = {
    "status": "Hoàn thành",
    "completed_on": date(2025, 8, 1),
    "result": "Đã ban hành kế hoạch.",
    "evidence": "Kế hoạch số 12",
}


def test_frames_are_typed_and_say_whose_each_row_is(campaign: Campaign, schemas: Schemas) -> None:
    file = received(
        campaign,
        schemas,
        rows={"1.1": {**DONE, "percent": 100}, "1.2": {}},
        cells={"CT-1.1-2/value": None, "CT-1.1-2/note": "Chưa thống kê"},
        models=[{"name": "Camera an ninh", "started": "Tháng 7/2025"}],
        proposals=[{"kind": "Bổ sung", "content": "Thêm nhiệm vụ."}],
    )
    returns = validated(campaign, schemas, file)

    assert returns.report.dtypes.astype(str).to_dict() == {
        "file": "object", "agency": "object", "task": "object", "sheet": "object", "row": "int64", "status": "object",
        "percent": "float64", "completed_on": "datetime64[ns]", "result": "object", "evidence": "object",
        "cause": "object", "difficulties": "object", "promised_on": "datetime64[ns]", "proposals": "object", "cell": "object", "filled": "bool", "in_error": "bool",
    }  # fmt: skip
    first = returns.report.iloc[0]
    assert (first["file"], first["agency"], first["task"], first["sheet"], first["row"]) == (
        "bao-cao.xlsx", COMMUNE, "1.1", "Báo cáo", 14,
    )  # fmt: skip
    assert (first["status"], first["percent"], first["completed_on"]) == ("Hoàn thành", 100.0, pd.Timestamp(2025, 8, 1))
    assert first["difficulties"] is None
    assert returns.report.loc[returns.report["task"] == "1.2", ["filled", "in_error"]].to_numpy().tolist() == [
        [False, True]
    ]

    assert list(returns.indicators.columns) == [
        "file", "agency", "indicator", "task", "sheet", "row", "value", "note", "cell", "in_error",
    ]  # fmt: skip
    second = returns.indicators.iloc[1]
    assert (second["indicator"], second["task"], second["note"]) == ("CT-1.1-2", "1.1", "Chưa thống kê")
    assert pd.isna(second["value"])

    assert returns.lists["models"][["file", "agency", "name", "started"]].to_numpy().tolist() == [
        ["bao-cao.xlsx", COMMUNE, "Camera an ninh", "Tháng 7/2025"]
    ]
    assert returns.proposals[["agency", "kind", "task", "content", "in_error"]].to_numpy().tolist() == [
        [COMMUNE, "Bổ sung", None, "Thêm nhiệm vụ.", False]
    ]
    assert returns.headers[["file", "signer", "report_date"]].to_numpy().tolist() == [
        ["bao-cao.xlsx", "Trần Thị B", pd.Timestamp(2025, 9, 3)]
    ]


def test_no_return_at_all_gives_empty_frames_of_the_same_columns(campaign: Campaign, schemas: Schemas) -> None:
    none, one = validated(campaign, schemas), validated(campaign, schemas, received(campaign, schemas))
    frames = [(getattr(none, name), getattr(one, name)) for name in ("report", "indicators", "proposals", "headers")]
    for empty, filled in (*frames, (none.lists["models"], one.lists["models"])):
        assert empty.empty
        assert empty.dtypes.equals(filled.dtypes)
    assert none.problems == ()


def test_only_used_files_count(campaign: Campaign, schemas: Schemas) -> None:
    files = [
        received(campaign, schemas, path=f"{verdict.value}.xlsx", verdict=verdict, cells={"1.1/percent": 120.0})
        for verdict in Verdict
    ]
    returns = validated(campaign, schemas, *files)
    assert set(returns.headers["file"]) == {"accepted.xlsx", "accepted-with-problems.xlsx"}
    assert {one.file for one in returns.problems} == {"accepted.xlsx", "accepted-with-problems.xlsx"}


def test_a_file_without_content_says_nothing_and_breaks_nothing(campaign: Campaign, schemas: Schemas) -> None:
    file = replace(received(campaign, schemas), content=None)
    returns = validated(campaign, schemas, file)
    assert returns.report.empty
    assert [one.rule for one in returns.problems] == [Rule.REPORT_DATE_MISSING, Rule.SIGNER_MISSING]
    assert all(one.cell is None and one.sheet == "Báo cáo" for one in returns.problems)
    assert validated(campaign, schemas, replace(file, identity=None)).headers.empty


def test_planted_errors_give_exactly_these_problems(campaign: Campaign, schemas: Schemas) -> None:
    """N errors over several returns: N problems, each at its cell."""
    planted: dict[str, dict[str, tuple[Any, Rule]]] = {
        "11383": {
            "1.1/status": ("chưa", Rule.NOT_IN_LIST),
            "1.2/percent": (120.0, Rule.OUT_OF_RANGE),
            "1.3/completed_on": (date(2025, 8, 1), Rule.DATE_AGAINST_STATUS),
            "2.1/result": (None, Rule.RESULT_MISSING),
            "2.4/percent": (100.0, Rule.PERCENT_AGAINST_STATUS),
            "3.4.b/difficulties": (None, Rule.OVERDUE_REASON_MISSING),
            "CT-1.1-1/value": ("1.234", Rule.NUMBER_AMBIGUOUS),
            "CT-4.4-2/value": (11.0, Rule.PART_EXCEEDS_WHOLE),
            "header/signer": (None, Rule.SIGNER_MISSING),
        },
        "SXD": {
            "1.1/status": (None, Rule.STATUS_MISSING),
            "1.2/completed_on": (45884.5, Rule.DATE_AGAINST_STATUS),
            "2.2/result": (ErrorValue("#REF!"), Rule.ERROR_VALUE),
            "3.2/result": ("a" * 4001, Rule.TOO_LONG),
            "5.3/percent": (Formula("=A1"), Rule.FORMULA_WITHOUT_VALUE),
            "CT-3.2-1/value": (-1.0, Rule.NEGATIVE),
            "CT-1.2-1/value": (1.5, Rule.NOT_WHOLE),
        },
        "SNV": {
            "1.1/percent": ("nhiều", Rule.NOT_A_NUMBER),
            "1.2/completed_on": ("31/02/2025", Rule.NOT_A_DATE),
            "header/report_date": (date(2024, 9, 3), Rule.DATE_OUTSIDE_PERIOD),
        },
        "SYT": {},
    }
    files = [
        received(
            campaign,
            schemas,
            agency=agency,
            path=f"{agency}.xlsx",
            cells={key: value for key, (value, _) in errors.items()},
        )
        for agency, errors in planted.items()
    ]
    expected = [
        (f"{agency}.xlsx", rule.code, place(campaign, schemas, key, agency=agency))
        for agency, errors in planted.items()
        for key, (_, rule) in errors.items()
    ]
    expected.append(("SXD.xlsx", "cell.date-normalised", place(campaign, schemas, "1.2/completed_on", agency="SXD")))
    returns = validated(campaign, schemas, *files)
    assert sorted(
        (one.file, one.rule.code, f"{one.sheet}!{one.cell.reference}") for one in returns.problems if one.cell
    ) == (sorted(expected))
    in_error = returns.report.loc[returns.report["in_error"], ["agency", "task"]].to_numpy().tolist()
    assert sorted(in_error) == sorted(
        [agency, key.partition("/")[0]]
        for agency, errors in planted.items()
        for key, (_, rule) in errors.items()
        if rule.severity is Severity.ERROR and key[0].isdigit()
    )


def test_problems_come_in_order_and_without_regard_to_the_order_of_files(campaign: Campaign, schemas: Schemas) -> None:
    files = [
        received(
            campaign, schemas, agency=agency, path=f"{agency}.xlsx", cells={"1.1/percent": 120.0, "1.2/result": None}
        )
        for agency in ("SXD", "11383", "SNV")
    ]
    problems = validated(campaign, schemas, *files).problems
    assert list(problems) == in_order(problems)
    assert problems == validated(campaign, schemas, *reversed(files)).problems


def test_what_intake_found_counts_but_is_not_said_again(campaign: Campaign, schemas: Schemas) -> None:
    cell = Cell("Báo cáo", 14, 5)
    merged = problem(Rule.MERGED_CELLS, file="bao-cao.xlsx", cell=cell, task="1.1", cells="F14:F15")
    repeated = problem(Rule.REPEATED_TASK_CODE, file="bao-cao.xlsx", sheet="Báo cáo", task="1.3", cells="A17, A40")
    looked_at = problem(Rule.LOCKED_CELL_CHANGED, file="bao-cao.xlsx", sheet="Báo cáo", task="2.1", count=1, cells="B9")
    file = received(
        campaign, schemas, cells={"1.1/status": None}, rows={"1.2": {}}, problems=(merged, repeated, looked_at)
    )
    returns = validated(campaign, schemas, file)
    assert found(returns.problems) == [("row.led-empty", place(campaign, schemas, "1.2/status"))]
    rows = returns.report.set_index("task")
    assert rows.index[rows["in_error"]].tolist() == ["1.1", "1.2", "1.3"]
    assert rows.index[~rows["filled"]].tolist() == ["1.2"]


def test_a_row_of_which_only_covered_cells_are_left_is_in_error_rather_than_empty(
    campaign: Campaign, schemas: Schemas
) -> None:
    merged = problem(Rule.MERGED_CELLS, file="bao-cao.xlsx", cell=Cell("Báo cáo", 14, 5), task="1.1", cells="F14:F15")
    returns = validated(campaign, schemas, received(campaign, schemas, rows={"1.1": {}}, problems=[merged]))
    assert returns.problems == ()
    assert returns.report.loc[0, ["filled", "in_error"]].tolist() == [True, True]


def test_rows_that_the_agency_does_not_owe_are_left_to_intake(campaign: Campaign, schemas: Schemas) -> None:
    """An ad hoc round asks for some tasks only."""
    narrow = replace(campaign.round_by_code["lan-1"], code="dot-xuat", tasks=("1.1", "3.2"), ad_hoc=True)
    wider = replace(campaign, rounds=(*campaign.rounds, narrow))
    returns = validated(wider, schemas, received(campaign, schemas), round_="dot-xuat")
    assert returns.report["task"].tolist() == ["1.1", "3.2"]
    assert returns.indicators["indicator"].tolist() == ["CT-1.1-1", "CT-1.1-2", "CT-3.2-1", "CT-3.2-2"]


def test_a_value_that_cannot_be_right_is_not_used(campaign: Campaign, schemas: Schemas) -> None:
    cells = {
        "1.1/percent": 120.0,
        "1.3/percent": 100.0,
        "CT-1.1-1/value": -3.0,
        "CT-1.1-2/value": 2.5,
        "CT-4.4-2/value": 11.0,
    }
    returns = validated(campaign, schemas, received(campaign, schemas, cells=cells))
    percent = returns.report.set_index("task")["percent"]
    assert pd.isna(percent["1.1"])
    assert percent["1.3"] == 100.0, "right by itself, wrong beside its status: shown as typed"
    indicators = returns.indicators.set_index("indicator")
    assert indicators["value"][["CT-1.1-1", "CT-1.1-2"]].isna().all()
    assert indicators["value"]["CT-4.4-2"] == 11.0
    assert indicators.index[indicators["in_error"]].tolist() == ["CT-1.1-1", "CT-1.1-2", "CT-4.4-2"]


def test_agencies_of_every_group_can_send_a_valid_return(campaign: Campaign, schemas: Schemas) -> None:
    round_ = campaign.round_by_code["lan-1"]
    agencies = owing_agencies(campaign, round_)[::15]
    files = [received(campaign, schemas, agency=agency.code, path=f"{agency.code}.xlsx") for agency in agencies]
    returns = validated(campaign, schemas, *files)
    assert returns.problems == ()
    codes = {agency.code for agency in agencies}
    assert len(returns.report) == sum(one.agency in codes for one in assignments(campaign, round_))
    assert returns.report["filled"].all()
    assert not returns.report["in_error"].any()
