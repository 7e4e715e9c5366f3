"""Forms for tests: blank ones of real agencies, and ones whose rows hold every mixture of typed cells."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pipeline.campaign.decision import Campaign
from pipeline.forms.facts import Values
from pipeline.forms.form import Form, FormRow, blank_form
from pipeline.forms.schema.schema import Schemas, Typed

GENERATED_ON = date(2025, 8, 1)

#: What may stand in each open cell of «Báo cáo»: nothing, right values, wrong ones, and what pasting brings.
CHOICES: dict[str, tuple[Typed, ...]] = {
    "status": (
        None,
        "Hoàn thành",
        "Đang thực hiện",
        "Chưa thực hiện",
        "Không phát sinh",
        "hoàn thành ",
        "ĐANG  THỰC HIỆN",
        "Xong",
        " ",
        5.0,
    ),
    "percent": (None, 0.0, 1.0, 50.5, 99.0, 100.0, 150.0, -1.0, "85%", " "),
    "completed_on": (
        None,
        date(2025, 8, 15),
        date(2025, 5, 9),
        date(2024, 12, 31),
        date(2025, 12, 31),
        "15/8/2025",
        " ",
    ),
    "result": (None, "Đã làm", "\u00a0", "\n", 12.0, "=1+1"),
    "evidence": (None, "KH 12", "  "),
    "cause": (None, "Thiếu nhân lực", "thiếu nhân lực ", "Mưa nhiều", " "),
    "difficulties": (None, "Chưa có hướng dẫn", " \n "),
    "promised_on": (None, date(2025, 9, 30), date(2025, 7, 31), date(2027, 1, 1), "cuối tháng", " "),
    "proposals": (None, "Đề nghị tập huấn"),
}


def form_of(campaign: Campaign, schemas: Schemas, agency: str, round_: str = "lan-1") -> Form:
    """The blank form of an agency."""
    who = campaign.agency_by_code[agency]
    return blank_form(campaign, campaign.round_by_code[round_], who, schemas, generated_on=GENERATED_ON)


def mixed_values(count: int, seed: int) -> Iterator[Values]:
    """Rows of typed cells: every status with every other cell alone, then mixtures by chance."""
    chance = random.Random(seed)
    for _ in range(count):
        empty = chance.random() < 0.4
        yield {name: chance.choice(choices if not empty else (None, choices[1])) for name, choices in CHOICES.items()}


def pairs() -> Iterator[Values]:
    """Rows in which a status stands with one other cell, and alone."""
    for status in CHOICES["status"]:
        yield {"status": status}
        for name, choices in CHOICES.items():
            if name != "status":
                yield from ({"status": status, name: choice} for choice in choices[1:])


def filled_form(form: Form, rows: list[Values]) -> Form:
    """A form whose rows hold these values, one a row; its tasks come round again where there are more rows than tasks.

    Due dates and whether nil is allowed change from row to row.
    """
    dues = (None, date(2025, 8, 14), date(2025, 9, 3), date(2025, 9, 4), date(2025, 12, 31))
    filled = []
    for position, values in enumerate(rows):
        row = form.rows[position % len(form.rows)]
        assignment = replace(row.assignment, due=dues[position % len(dues)], nil_allowed=position % 2 == 0)
        filled.append(FormRow(task=row.task, assignment=assignment, values=values))
    return replace(form, rows=tuple(filled))
