"""The long table of indicators: what was asked of whom, and ratios computed for each agency."""

from pathlib import Path

import pandas as pd

from pipeline.forms.schema.schema import Schemas
from tests.support.school_year import month, school_year


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
