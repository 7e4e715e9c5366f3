"""Native charts of the Excel report: parts of a whole as stacked bars, two rounds side by side as columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook

_WHITE_TEXT_ON = {"2F7D4D", "B7472A", "8E5AA8", "7A6A52", "1F4E79"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One part of every bar, or one of the columns that stand side by side: name in words, column on the sheet, colour."""

    name: str
    column: int
    colour: str
    #: For each bar, whether the part is large enough to hold its number.
    labelled: Sequence[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartData:
    """What a chart shows: the records of a table of the workbook, one bar or group of columns each."""

    title: str
    #: What the value axis counts.
    axis: str
    sheet: str
    #: First and last row of the table's records, and the column of the bars' names.
    rows: tuple[int, int]
    names: int
    series: Sequence[Series]
    #: Each bar is the whole of a record; else rates of two rounds stand side by side.
    stacked: bool = True

    @property
    def description(self) -> str:
        """Return the text for those who cannot see the chart."""
        parts = ", ".join(series.name.lower() for series in self.series)
        kind = "Biểu đồ thanh chồng" if self.stacked else "Biểu đồ cột"
        return f"{kind}: {self.title[0].lower()}{self.title[1:]}; các phần: {parts}. Số liệu ở bảng cùng trang."


def label_colour(ground: str) -> str:
    """Return the colour of text on a ground, each as RRGGBB: contrast at least 4.5."""
    return "FFFFFF" if ground in _WHITE_TEXT_ON else "1A1A1A"


def native_chart(workbook: Workbook, data: ChartData, *, width: int, height: int) -> Chart:
    """Return the chart, added to the workbook."""
    kind = {"type": "bar", "subtype": "percent_stacked"} if data.stacked else {"type": "column"}
    chart = cast("Chart", workbook.add_chart(kind))
    first, last = data.rows
    for series in data.series:
        labels = [{} if visible else {"delete": True} for visible in series.labelled]
        font = {"size": 7, "color": f"#{label_colour(series.colour)}"} if data.stacked else {"size": 8}
        chart.add_series(
            {
                "name": series.name,
                "categories": [data.sheet, first, data.names, last, data.names],
                "values": [data.sheet, first, series.column, last, series.column],
                "fill": {"color": f"#{series.colour}"},
                "border": {"color": "#FFFFFF", "width": 0.5},
                "gap": 45,
                "data_labels": {
                    "value": True,
                    "num_format": "#,##0" if data.stacked else "0.0%",
                    "custom": labels,
                    "font": font,
                },
            }
        )
    chart.set_title({"name": data.title, "name_font": {"size": 12, "bold": True}, "overlay": False})
    shares = {
        "name": data.axis,
        "name_font": {"size": 9, "bold": False},
        "num_font": {"size": 9},
        "num_format": "0%",
        "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3"}},
        "min": 0,
        "max": 1,
        "major_unit": 0.2,
    }
    if data.stacked:
        chart.set_x_axis(shares)
        chart.set_y_axis({"reverse": True, "crossing": "max", "interval_unit": 1, "num_font": {"size": 8}})
    else:
        chart.set_y_axis(shares)
        chart.set_x_axis({"num_font": {"size": 8}})
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    chart.set_size({"width": width, "height": height})
    return chart
