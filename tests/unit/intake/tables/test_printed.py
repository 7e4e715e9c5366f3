"""What a template prints is known without writing it."""

from dataclasses import replace

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.tables.cells import filled_cells
from pipeline.intake.tables.location import located_table
from pipeline.intake.tables.printed import Printed


@pytest.mark.parametrize(("agency", "round_"), [("STC", "lan-1"), ("11311", "lan-2"), ("SNV", "lan-1")])
def test_every_text_and_heading_of_a_written_template_is_known(
    campaign: Campaign, schemas: Schemas, agency: str, round_: str
) -> None:
    printed = Printed(campaign=campaign, round=campaign.round_by_code[round_], schemas=schemas)
    form = printed.form(agency)
    blank = replace(form, rows=tuple(replace(row, values={}) for row in form.rows))
    workbook = read_workbook(template_bytes(blank, schemas))
    assert isinstance(workbook, RawWorkbook)
    for schema in (schemas.report, schemas.indicators, schemas.list_of("models"), schemas.proposals):
        sheet = workbook.sheet(schema.sheet)
        assert sheet is not None
        texts = [
            value
            for row, column, value in filled_cells(sheet)
            if isinstance(value, str) and (row, column) not in sheet.formulas
        ]
        assert [text for text in texts if not printed.is_printed(text, sheet.name, agency)] == []
        table = located_table(sheet, schema)
        assert table is not None
        assert table.header_row == printed.header_row(schema, agency)


def test_what_is_printed_for_nobody_is_not_known(campaign: Campaign, schemas: Schemas) -> None:
    printed = Printed(campaign=campaign, round=campaign.round_by_code["lan-1"], schemas=schemas)
    assert not printed.is_printed("Xem thêm phụ lục", "Báo cáo", "STC")
    assert not printed.is_printed("Xem thêm phụ lục", "Báo cáo", "STC")
