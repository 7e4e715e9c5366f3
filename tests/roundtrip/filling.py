"""Forms filled in every cell, for tests that send whole returns through the flow."""

from collections.abc import Callable
from dataclasses import replace

from pipeline.forms.form import Form
from pipeline.forms.schema.schema import ColumnKind, Schemas, SheetSchema, Typed
from pipeline.forms.template import template_bytes


def filled_with(form: Form, schemas: Schemas, text_of: Callable[[int], str]) -> tuple[bytes, int]:
    """A return with a text of its own in every open cell that takes free text; return it and how many there are."""
    count = 0

    def texts(schema: SheetSchema) -> dict[str, Typed]:
        nonlocal count
        values: dict[str, Typed] = {}
        for column in schema.open_columns:
            if column.kind is ColumnKind.TEXT and not column.allowed:
                values[column.name] = text_of(count)
                count += 1
        return values

    filled = replace(
        form,
        header=texts(schemas.header),
        rows=tuple(
            replace(row, values={**texts(schemas.report), "status": "Đang thực hiện", "percent": 60.0})
            for row in form.rows
        ),
        indicators=tuple(replace(row, values={**texts(schemas.indicators), "value": 3.0}) for row in form.indicators),
        lists={code: tuple(texts(schemas.list_of(code)) for _ in range(3)) for code in form.lists},
        proposals=tuple({**texts(schemas.proposals), "kind": "Bổ sung"} for _ in range(3)),
    )
    return template_bytes(filled, schemas), count
