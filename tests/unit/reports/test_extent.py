"""Reports on a register too large to name every agency."""

from dataclasses import replace
from itertools import count, islice

import pytest
from lxml import html

from pipeline.campaign.agencies import Agency
from pipeline.campaign.assignment import owing_agencies
from pipeline.campaign.decision import Campaign
from pipeline.consolidation.counts import counts_by
from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.extent import MOST_IN_MATRIX, MOST_LISTED
from pipeline.reports.figures import figures
from pipeline.reports.html.page import html_page
from pipeline.reports.written.blocks import Annex, Matrix, Paragraph, Report, Table
from pipeline.reports.written.report import report
from tests.support.report import empty_consolidation, with_assignments, with_submissions

WORKBOOK = "Bảng tổng hợp (tệp Excel gửi kèm)"


def with_communes(campaign: Campaign, agencies: int) -> Campaign:
    """The campaign with so many agencies that report: copies of its communes beside them."""
    communes = [agency for agency in campaign.reporting_agencies if agency.group.code == "communes"]

    def copied(number: int) -> Agency:
        commune = communes[number % len(communes)]
        return replace(commune, code=f"{commune.code}X{number}", name=f"{commune.name} {number}", aliases=())

    more = agencies - len(owing_agencies(campaign, campaign.rounds[0]))
    return replace(campaign, agencies=(*campaign.agencies, *islice(map(copied, count()), more)))


@pytest.fixture(scope="module")
def nation(campaign: Campaign, schemas: Schemas) -> Consolidation:
    """One agency too many: most are missing, sixty communes are late, all of these behind with one task."""
    base = empty_consolidation(with_communes(campaign, MOST_IN_MATRIX + 1), schemas)
    late = [agency.code for agency in base.campaign.agencies if "X" in agency.code][:60]
    behind = {(agency, "1.2"): {"state": "Q", "status": "Đang thực hiện"} for agency in late}
    return with_assignments(with_submissions(base, dict.fromkeys(late, "late")), behind)


@pytest.fixture(scope="module")
def written(nation: Consolidation, schemas: Schemas) -> Report:
    """The written report of it."""
    return report(figures(nation, (), (), schemas))


def said(annex: Annex) -> str:
    """The paragraphs of an annex."""
    return "\n".join(block.text for block in annex.blocks if isinstance(block, Paragraph))


def test_a_register_that_just_fits_is_told_agency_by_agency(campaign: Campaign, schemas: Schemas) -> None:
    base = empty_consolidation(with_communes(campaign, MOST_IN_MATRIX), schemas)
    (matrix,) = (
        block for block in report(figures(base, (), (), schemas)).annexes[0].blocks if isinstance(block, Matrix)
    )
    assert sum(len(group.rows) for group in matrix.groups) == MOST_IN_MATRIX
    assert 'id="matrix"' in html_page(figures(base, (), (), schemas))


def test_the_matrix_of_a_larger_one_is_by_group_and_adds_up(written: Report, nation: Consolidation) -> None:
    annex = written.annexes[0]
    assert annex.title == "Tình trạng thực hiện nhiệm vụ của từng khối cơ quan, đơn vị"
    (table,) = (block for block in annex.blocks if isinstance(block, Table))
    headings = [column.title for column in table.columns]
    assert headings[:2] == ["TT", "Nhiệm vụ"]
    assert headings[-4:] == ["Tất cả", "Quá hạn", "Báo cáo có lỗi", "Chưa báo cáo"]
    of_task = counts_by(nation.assignments, "task")
    assert {row[0] for row in table.rows} == set(of_task)
    for row in table.rows:
        numbers = of_task[row[0]]
        parts = [cell.split(" ")[0].split("/") for cell in row[2:-4] if cell != "–"]
        done, assigned = (sum(int(part[place].replace(".", "")) for part in parts) for place in (0, 1))
        assert (done, assigned) == (numbers.done, numbers.assigned)
        assert row[-3:] == tuple(
            f"{number:,}".replace(",", ".") for number in (numbers.overdue, numbers.in_error, numbers.not_reported)
        )
    assert f"trang “Ma trận” của {WORKBOOK}" in said(annex)


def test_long_lists_name_some_and_say_where_the_others_are(written: Report) -> None:
    lists, overdue = written.annexes[1], written.annexes[2]
    (missing, late) = (block for block in lists.blocks if isinstance(block, Table))
    assert len(late.rows) == MOST_LISTED
    assert any("cơ quan khác" in row[2] for row in missing.rows)
    assert said(lists).count(f"trang “Theo cơ quan” của {WORKBOOK}") == 2
    (table,) = (block for block in overdue.blocks if isinstance(block, Table))
    assert sum(row[0] == "1.2" for row in table.rows) == MOST_LISTED
    assert f"trang “Quá hạn” của {WORKBOOK}" in said(overdue)


def test_the_page_has_figures_but_no_matrix_and_no_script(nation: Consolidation, schemas: Schemas) -> None:
    page = html_page(figures(nation, (), (), schemas))
    document = html.fromstring(page)
    assert document.xpath("//script") == document.xpath("//dialog") == document.xpath("//*[@id='matrix']") == []
    assert document.xpath("//*[@id='ma-tran']")
    assert "tong-hop.xlsx" in document.text_content()
    assert "Đến ma trận" not in page
    assert "Chữ đậm" not in page
    assert "X600" not in page
    assert len(page.encode()) < 200_000
