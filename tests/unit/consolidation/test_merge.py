"""Merging: what was asked joined with what came, nothing lost and nothing counted twice."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.campaign.assignment import owing_agencies
from pipeline.campaign.decision import Campaign
from pipeline.consolidation.counts import counts
from pipeline.consolidation.figures import indicator_totals
from pipeline.consolidation.merge import consolidation, matrix
from pipeline.errors import ImbalanceError
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.envelope import Envelope
from pipeline.intake.received import Verdict
from pipeline.problems import Cell
from pipeline.round_inputs import RoundInputs
from pipeline.validation.returns import validated_returns
from tests.support.consolidation import (
    DONE,
    EMPTY,
    IN_PROGRESS,
    NIL,
    NOT_STARTED,
    a_return,
    consolidated,
    small_campaign,
)


@pytest.fixture
def small(tmp_path: Path) -> Campaign:
    """Five agencies, two tasks."""
    return small_campaign(tmp_path)


def test_an_empty_inbox_leaves_everything_unreported(campaign: Campaign, schemas: Schemas) -> None:
    result = consolidated(campaign, schemas, as_of=date(2025, 9, 5))
    merged = result.merged
    assert len(merged.missing_agencies) == len(merged.agencies) == 146
    numbers = counts(merged.assignments)
    assert numbers.not_reported == numbers.assigned == len(merged.assignments) > 0
    assert (merged.agencies["days_late"] == 1).all()
    assert merged.assignments["file"].isna().all()
    assert merged.indicators["value"].isna().all()
    assert merged.lists["models"].empty
    assert merged.proposals.empty


def test_the_order_is_the_registers_then_the_catalogues(campaign: Campaign, schemas: Schemas) -> None:
    merged = consolidated(campaign, schemas).merged
    agencies = [agency.code for agency in owing_agencies(campaign, campaign.rounds[0])]
    tasks = [task.code for task in campaign.reportable_tasks]
    assert merged.agencies["agency"].tolist() == agencies
    keys = list(zip(merged.assignments["agency"], merged.assignments["task"], strict=True))
    assert keys == sorted(keys, key=lambda key: (agencies.index(key[0]), tasks.index(key[1])))
    letters = matrix(merged)
    assert (letters.index.tolist(), letters.columns.tolist()) == (agencies, tasks)


def test_states_follow_what_was_reported_waivers_and_extensions(small: Campaign, schemas: Schemas) -> None:
    late = {**DONE, "completed_on": date(2025, 8, 20)}
    files = [
        a_return(small, schemas, "SNV", rows={"1.2": late, "1.3": NIL}),
        a_return(small, schemas, "TT", rows={"1.2": IN_PROGRESS, "1.3": NOT_STARTED}),
        a_return(small, schemas, "10001", rows={"1.2": late, "1.3": IN_PROGRESS}),
        a_return(small, schemas, "10002", rows={"1.2": late, "1.3": EMPTY}),
    ]
    result = consolidated(small, schemas, files)
    assert result.states() == {
        ("SNV", "1.2"): "HM",
        ("SNV", "1.3"): "K",
        ("TT", "1.2"): "Q",
        ("TT", "1.3"): "C",
        ("10001", "1.2"): "M",
        ("10001", "1.3"): "Đ",
        ("10002", "1.2"): "H",
        ("10002", "1.3"): "X",
        ("10003", "1.2"): "X",
        ("10003", "1.3"): "X",
    }
    extended = result.merged.assignments
    assert extended.loc[extended["extended"], ["agency", "task"]].to_numpy().tolist() == [["10002", "1.2"]]
    assert matrix(result.merged).loc["TT"].tolist() == ["Q", "C"]
    numbers = counts(result.merged.assignments)
    assert (numbers.assigned, numbers.owing, numbers.done) == (10, 8, 2)


def test_a_row_in_error_is_shown_as_such_and_not_counted_as_done(small: Campaign, schemas: Schemas) -> None:
    result = consolidated(small, schemas, [a_return(small, schemas, "TT", rows={"1.2": {**DONE, "percent": 40.0}})])
    assert result.states()["TT", "1.2"] == "L"
    row = result.agency("TT")
    assert (row["verdict"], row["errors"]) == ("accepted-with-problems", 1)


@pytest.mark.parametrize(
    ("report_date", "sent", "modified", "expected"),
    [
        (date(2025, 9, 4), date(2025, 9, 8), "2025-09-08T10:00:00", ("in-time", 0)),
        (None, date(2025, 9, 6), "2025-09-01T10:00:00", ("late", 2)),
        (None, date(2025, 9, 4), "2025-09-08T10:00:00", ("in-time", 0)),
        ("hôm qua", date(2025, 9, 6), None, ("late", 2)),
        (None, None, "2025-09-08T10:00:00", ("late", 4)),
    ],
)
def test_a_mail_tells_when_an_undated_return_was_sent(
    small: Campaign,
    schemas: Schemas,
    report_date: object,
    sent: date | None,
    modified: str | None,
    expected: tuple[str, int],
) -> None:
    saved = None if modified is None else datetime.fromisoformat(modified)
    file = a_return(small, schemas, "TT", modified=saved, cells={"header/report_date": report_date})
    row = consolidated(small, schemas, [replace(file, mail=Envelope(sent_on=sent))]).agency("TT")
    assert (row["submission"], row["days_late"]) == expected


@pytest.mark.parametrize(
    ("report_date", "modified", "expected"),
    [
        (date(2025, 9, 4), "2025-09-09T08:00", ("in-time", 0)),
        (date(2025, 9, 5), "2025-09-01T08:00", ("late", 1)),
        (None, "2025-09-09T08:00", ("late", 5)),
        (None, "2025-09-04T23:59", ("in-time", 0)),
        (None, None, ("in-time", 0)),
    ],
)
def test_late_by_its_own_date_else_by_the_workbooks(
    small: Campaign,
    schemas: Schemas,
    report_date: date | None,
    modified: str | None,
    expected: tuple[str, int],
) -> None:
    saved = None if modified is None else datetime.fromisoformat(modified)
    file = a_return(small, schemas, "TT", modified=saved, cells={"header/report_date": report_date})
    row = consolidated(small, schemas, [file]).agency("TT")
    assert (row["submission"], row["days_late"]) == expected
    assert row["signer"] == "Trần Thị B"


def test_a_refused_return_is_missing_but_named(small: Campaign, schemas: Schemas) -> None:
    refused = replace(a_return(small, schemas, "TT"), verdict=Verdict.REJECTED, content=None)
    result = consolidated(small, schemas, [refused])
    row = result.agency("TT")
    assert (row["submission"], row["verdict"], row["file"]) == ("missing", "rejected", "TT.xlsx")
    assert row["days_late"] == 6
    assert result.states()["TT", "1.2"] == "X"


def test_a_later_refused_file_does_not_hide_the_used_one(small: Campaign, schemas: Schemas) -> None:
    used = a_return(small, schemas, "TT", rows={"1.2": DONE})
    refused = replace(used, path="z.xlsx", verdict=Verdict.REJECTED, content=None)
    row = consolidated(small, schemas, [used, refused]).agency("TT")
    assert (row["submission"], row["file"]) == ("in-time", "TT.xlsx")


def test_an_agency_excused_from_everything_owes_no_return(small: Campaign, schemas: Schemas) -> None:
    (waiver,) = small.waivers
    excused = replace(small, waivers=(replace(waiver, task=None),))
    result = consolidated(excused, schemas, [])
    assert (result.agency("10001")["submission"], result.agency("10001")["days_late"]) == ("waived", 0)
    assert "10001" not in result.merged.missing_agencies
    other_round = replace(small, waivers=(replace(waiver, task=None, round="dot-xuat"),))
    assert consolidated(other_round, schemas, []).agency("10001")["submission"] == "missing"


def test_an_ad_hoc_round_asks_some_agencies_for_some_tasks(small: Campaign, schemas: Schemas) -> None:
    merged = consolidated(small, schemas, [], round_code="dot-xuat", as_of=date(2025, 10, 1)).merged
    assert merged.agencies["agency"].tolist() == ["SNV", "10001", "10002", "10003"]
    assert [task.code for task in merged.tasks] == ["1.2", "1.3"]
    assert (merged.agencies["days_late"] == 0).all()


def test_every_value_keeps_its_source_even_where_columns_were_moved(small: Campaign, schemas: Schemas) -> None:
    file = a_return(small, schemas, "TT", rows={"1.2": DONE}, models=[{"name": "Mô hình"}])
    assert file.content is not None
    row, *others = file.content.report
    moved = {**row.cells, "status": row.cells["status"]._replace(cell=Cell("Báo cáo", row.row, 9))}
    content = replace(file.content, report=(replace(row, cells=moved), *others))
    merged = consolidated(small, schemas, [replace(file, content=content)]).merged
    reported = merged.assignments[merged.assignments["agency"].eq("TT")]
    assert reported[["file", "sheet", "cell"]].to_numpy().tolist() == [
        ["TT.xlsx", "Báo cáo", "J15"],
        ["TT.xlsx", "Báo cáo", "F16"],
    ]
    assert merged.lists["models"][["number", "name", "file", "sheet", "cell"]].to_numpy().tolist() == [
        [1, "Mô hình", "TT.xlsx", "Mô hình", "B4"]
    ]


def test_indicators_stand_for_every_agency_asked_and_errors_are_no_numbers(small: Campaign, schemas: Schemas) -> None:
    files = [
        a_return(small, schemas, "SNV", rows={"1.3": NIL}, cells={"CT-1/value": None, "CT-2/value": None}),
        a_return(small, schemas, "TT", cells={"CT-1/value": 4.0, "CT-2/value": 3.0}),
        a_return(small, schemas, "10001", cells={"CT-1/value": 2.0, "CT-2/value": 7.0}),
    ]
    rows = consolidated(small, schemas, files).merged.indicators
    first = rows[rows["indicator"].eq("CT-1")].set_index("agency")
    assert first["owing"].to_dict() == {"SNV": False, "TT": True, "10001": True, "10002": True, "10003": True}
    whole, part = indicator_totals(rows)
    assert (whole.owing, whole.total) == (4, 4.0 + 2.0 * (not first.loc["10001", "in_error"]))
    assert (part.total, part.share) == (3.0, 0.75)
    assert first.loc["TT", "cell"] == "E4"


def test_open_rows_come_in_register_order(small: Campaign, schemas: Schemas) -> None:
    def proposal(text: str) -> dict[str, Any]:
        return {"kind": "Bổ sung", "content": text, "reason": "Cần."}

    files = [
        a_return(small, schemas, "10002", proposals=[proposal("c")]),
        a_return(small, schemas, "SNV", proposals=[proposal("a"), proposal("b")]),
    ]
    proposals = consolidated(small, schemas, files).merged.proposals
    assert proposals[["agency", "number", "content"]].to_numpy().tolist() == [
        ["SNV", 1, "a"],
        ["SNV", 2, "b"],
        ["10002", 1, "c"],
    ]


def test_two_used_returns_of_an_agency_stop_the_run(small: Campaign, schemas: Schemas) -> None:
    file = a_return(small, schemas, "TT")
    with pytest.raises(ImbalanceError):
        consolidated(small, schemas, [file, replace(file, path="other.xlsx")])


def test_a_file_listed_twice_stops_the_run(small: Campaign, schemas: Schemas) -> None:
    ignored = replace(a_return(small, schemas, "TT"), verdict=Verdict.IGNORED)
    with pytest.raises(ImbalanceError):
        consolidated(small, schemas, [ignored, ignored])


@pytest.mark.parametrize(("frame", "key"), [("report", "task"), ("indicators", "indicator"), ("headers", "agency")])
def test_a_row_that_finds_no_place_stops_the_run(small: Campaign, schemas: Schemas, frame: str, key: str) -> None:
    round_, as_of = small.round_by_code["lan-1"], date(2025, 9, 10)
    inputs = RoundInputs(campaign=small, round=round_, schemas=schemas, as_of=as_of)
    file = a_return(small, schemas, "TT")
    returns = validated_returns([file], inputs)
    rows = getattr(returns, frame)
    strange = rows.iloc[[0]].assign(**{key: "9.9"})
    lost = replace(returns, **{frame: pd.concat([rows, strange], ignore_index=True)})
    with pytest.raises(ImbalanceError):
        consolidation(lost, [file], inputs)
