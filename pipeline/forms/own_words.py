"""Words of one's own kind: help and examples of the form as they fit the group of the agency and the campaign's dates.

Schemas write `{email}`, `{document}`, `{symbol}`, `{day}`, `{staff}`, `{one}` where these differ; `groups.yaml` says what stands there.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Column, OfferedWord, Schemas, SheetSchema
from pipeline.values import date_text

_NAME = re.compile(r"\{(\w+)\}")
#: What follows the kind of document in its symbol: the issuer of 12/KH-UBND.
_ISSUER = re.compile(r"/\w+-(\S+)$")
#: Where neither the group nor the register says anything.
_EMAIL, _DOCUMENT, _ISSUED_BY, _STAFF = "ten@example.vn", "Kế hoạch số 12/KH-{}", "CQ", "cán bộ, nhân viên"


def in_own_words(schemas: Schemas, form: Form) -> Schemas:
    """Return the schemas with the words that fit the agency of a form; the same value for agencies of the same words."""
    return _in_words(schemas, tuple(own_words(form).items()))


@lru_cache(maxsize=32)
def _in_words(schemas: Schemas, pairs: tuple[tuple[str, str], ...]) -> Schemas:
    words = dict(pairs)

    def fitted(sheet: SheetSchema) -> SheetSchema:
        return replace(sheet, columns=tuple(_column(column, words) for column in sheet.columns))

    sheets: dict[str, Any] = {part.name: getattr(schemas, part.name) for part in fields(schemas)}
    filled: dict[str, Any] = {
        name: fitted(value) if isinstance(value, SheetSchema) else tuple(map(fitted, value))
        for name, value in sheets.items()
    }
    return replace(schemas, **filled)


def own_words(form: Form) -> dict[str, str]:
    """Return what stands for each name in the texts of a form."""
    agency, group = form.agency, form.agency.group
    issuer = _ISSUER.search(group.example_document)
    symbol = issuer[1] if issuer is not None else agency.abbreviation or _ISSUED_BY
    return {
        "email": group.example_email or _EMAIL,
        "document": group.example_document or _DOCUMENT.format(symbol),
        "symbol": symbol,
        "day": date_text(form.past_dates.example),
        "staff": group.staff or _STAFF,
        "one": group.one,
    }


def _column(column: Column, words: Mapping[str, str]) -> Column:
    return replace(
        column,
        help=_filled(column.help, words),
        example=_filled(column.example, words),
        choices=tuple(
            OfferedWord(
                word=choice.word, meaning=_filled(choice.meaning, words), example=_filled(choice.example, words)
            )
            for choice in column.choices
        ),
    )


def _filled(text: str, words: Mapping[str, str]) -> str:
    return _NAME.sub(lambda name: words.get(name[1], name[0]), text)
