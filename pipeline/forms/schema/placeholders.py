"""Names in braces inside the help and examples of a schema: a form puts there what its own campaign, round and agency say."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from string import Formatter

from pipeline.forms.schema.schema import Column, OfferedWord, Schemas, SheetSchema

#: A day of the period · the day up to which figures are taken · the last day of the period · a task of the agency · who gets
#: the report · an address and a document of such an agency, and the number of its report ·
#: its people, and what one of its kind is called · a day still to come · a cause of the campaign.
PLACEHOLDERS = (
    "day",
    "cut_off",
    "period_end",
    "task",
    "addressee",
    "email",
    "document",
    "report_number",
    "staff",
    "one",
    "promised_day",
    "cause",
)


def unknown_names(text: str) -> Iterator[str]:
    """Give the names in braces that no form can fill in; "{" for a brace that belongs to no name."""
    try:
        names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        yield "{"
        return
    yield from (name for name in names if name not in PLACEHOLDERS)


def worded(schemas: Schemas, values: Mapping[str, str]) -> Schemas:
    """Return the schemas with the values of all placeholders in their help and examples."""
    header, report, indicators, proposals = (
        _worded_sheet(schema, values)
        for schema in (schemas.header, schemas.report, schemas.indicators, schemas.proposals)
    )
    lists = tuple(_worded_sheet(schema, values) for schema in schemas.lists)
    return replace(schemas, header=header, report=report, indicators=indicators, lists=lists, proposals=proposals)


def _worded_sheet(schema: SheetSchema, values: Mapping[str, str]) -> SheetSchema:
    return replace(schema, columns=tuple(_worded_column(column, values) for column in schema.columns))


def _worded_column(column: Column, values: Mapping[str, str]) -> Column:
    if "{" not in column.help + column.example and not column.choices:
        return column
    return replace(
        column,
        help=column.help.format_map(values),
        example=column.example.format_map(values),
        choices=tuple(
            OfferedWord(
                word=choice.word,
                meaning=choice.meaning.format_map(values),
                example=choice.example.format_map(values),
            )
            for choice in column.choices
        ),
    )
