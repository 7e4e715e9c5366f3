"""The long table of indicators: what was asked of whom, and ratios computed for each agency."""

from pathlib import Path

import pandas as pd

from pipeline.consolidation.figures import indicator_totals
from pipeline.forms.schema.schema import Schemas
from tests.support.consolidation import IN_PROGRESS, NIL
from tests.support.school_year import changed, month, school_year


def test_a_ratio_is_computed_for_each_agency_that_gave_both_sides(tmp_path: Path, schemas: Schemas) -> None:
    numbers = {"X01": {"KT": 10.0, "DAT": 7.0}, "X02": {"KT": 0.0, "DAT": 0.0}, "X03": {"KT": 8.0}}
    rows = month(school_year(tmp_path), schemas, numbers).merged.indicators
    ratios = rows[rows["indicator"].eq("TL")]
    assert ratios["agency"].tolist() == ["X01", "X02", "X03"]
    assert ratios["value"].iloc[0] == 70.0
    assert ratios["value"].isna().tolist() == [False, True, True]
    assert ratios["file"].isna().all()
    assert ratios["owing"].all()


def test_the_order_is_the_registers_then_the_catalogues(tmp_path: Path, schemas: Schemas) -> None:
    rows = month(school_year(tmp_path), schemas, {"X01": {"KT": 10.0}}).merged.indicators
    assert rows.index.tolist() == list(range(len(rows)))
    assert rows.loc[rows["agency"].eq("X01"), "indicator"].tolist() == ["KT", "DAT", "TL", "BEP", "DIEM", "NGAY", "SC"]
    assert rows["agency"].drop_duplicates().tolist() == ["SGD", "SYT", "X01", "X02", "X03"]
    assert pd.api.types.is_integer_dtype(rows["decimals"])


def test_a_nought_where_nothing_came_up_pulls_no_mean_down(tmp_path: Path, schemas: Schemas) -> None:
    nil_allowed = (
        "lead: {verbatim: Ủy ban nhân dân cấp xã, selectors: [{group: wards}]}\n    time_limit: {verbatim: Học kỳ"
    )
    files = changed(
        "tasks.yaml", (nil_allowed, f"nil_groups: [{{groups: [wards], why: Có thể không có}}]\n    {nil_allowed}")
    )
    numbers = {"X01": {"KT": 0.0, "DIEM": 0.0}, "X02": {"KT": 4.0, "DIEM": 0.0}, "X03": {"DIEM": 8.0}}
    rows = {"X01": {"I.1": NIL}, "X02": {"I.1": IN_PROGRESS}, "X03": {"I.1": IN_PROGRESS}}
    merged = month(school_year(tmp_path, files), schemas, numbers, rows=rows).merged
    totals = {total.indicator: total for total in indicator_totals(merged.indicators)}
    assert (totals["DIEM"].total, totals["DIEM"].reported, totals["DIEM"].owing) == (4.0, 2, 2)
    assert (totals["KT"].total, totals["KT"].reported) == (4.0, 2)
