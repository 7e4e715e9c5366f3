"""Native charts of the Excel report: who reported, states by section, the weakest tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook

from pipeline.consolidation.states import State

#: Chart colours of a return in time, late and missing.
SUBMISSION_COLOURS = {"Đúng hạn": "3C8D5A", "Muộn": "D9B310", "Chưa báo cáo": "B7472A"}
#: Stronger tones of the states than their cells have: an area is seen from further away than a letter.
STATE_CHART_COLOURS = {
    State.DONE_IN_TIME: "3C8D5A",
    State.DONE_LATE: "A8B545",
    State.IN_PROGRESS: "5B9BD5",
    State.NOT_STARTED: "BFBFBF",
    State.OVERDUE: "B7472A",
    State.NIL: "EDEDED",
    State.IN_ERROR: "8E5AA8",
    State.NOT_REPORTED: "F2B632",
    State.WAIVED: "8C7B62",
}
_WHITE_TEXT_ON = {"3C8D5A", "B7472A", "8E5AA8", "5B9BD5", "8C7B62"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One stacked part: its name in words, its column on the sheet, its colour."""

    name: str
    column: int
    colour: str
    #: For each bar, whether the part is large enough to hold its number.
    labelled: Sequence[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBars:
    """A chart of horizontal bars, each the whole of a record, its numbers standing in a table of the workbook."""

    title: str
    #: What the value axis counts.
    axis: str
    sheet: str
    #: First and last row of the table's records, and the column of the bars' names.
    rows: tuple[int, int]
    names: int
    series: Sequence[Series]

    @property
    def description(self) -> str:
        """Return the text for those who cannot see the chart."""
        parts = ", ".join(series.name.lower() for series in self.series)
        return f"Biểu đồ thanh chồng: {self.title.lower()}; các phần: {parts}. Số liệu ở bảng cùng trang."


def stacked_bars(workbook: Workbook, bars: StackedBars, *, width: int, height: int) -> Chart:
    """Return the native chart."""
    chart = cast("Chart", workbook.add_chart({"type": "bar", "subtype": "percent_stacked"}))
    first, last = bars.rows
    for series in bars.series:
        chart.add_series(
            {
                "name": series.name,
                "categories": [bars.sheet, first, bars.names, last, bars.names],
                "values": [bars.sheet, first, series.column, last, series.column],
                "fill": {"color": f"#{series.colour}"},
                "border": {"color": "#FFFFFF", "width": 0.5},
                "gap": 45,
                "data_labels": {
                    "value": True,
                    "num_format": "#,##0",
                    "custom": [{} if shown else {"delete": True} for shown in series.labelled],
                    "font": {"size": 7, "color": "#FFFFFF" if series.colour in _WHITE_TEXT_ON else "#333333"},
                },
            }
        )
    chart.set_title({"name": bars.title, "name_font": {"size": 12, "bold": True}, "overlay": False})
    chart.set_x_axis(
        {
            "name": bars.axis,
            "name_font": {"size": 9, "bold": False},
            "num_font": {"size": 9},
            "num_format": "0%",
            "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3"}},
            "min": 0,
            "max": 1,
            "major_unit": 0.2,
        }
    )
    chart.set_y_axis({"reverse": True, "crossing": "max", "interval_unit": 1, "num_font": {"size": 8}})
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    chart.set_size({"width": width, "height": height})
    return chart
