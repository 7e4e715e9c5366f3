"""The whole way: first round returned, second round's forms made from it, filled where something is missing, accepted."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.earlier_return import EarlierReturn
from pipeline.forms.form import Form, blank_form, prefilled_form
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from pipeline.intake.inbox import read_inbox
from pipeline.intake.received import Verdict
from pipeline.round_inputs import RoundInputs
from pipeline.rules import Severity
from pipeline.simulation.answers import filled_form
from pipeline.validation.earlier import read_earlier_returns
from pipeline.validation.returns import validated_returns
from pipeline.values import typed_text
from tests.libreoffice.office import Document, run_libreoffice
from tests.support.simulation import generic_vocabulary

AGENCIES = ("STC", "11383", "TNHP")
MISSED = "10525"
SETTLED = {"Hoàn thành", "Không phát sinh"}
AS_OF = date(2025, 12, 4)


@pytest.fixture
def inbox(campaign: Campaign, schemas: Schemas, tmp_path: Path) -> Path:
    """The inbox with the first round of three agencies."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    round_ = campaign.round_by_code["lan-1"]
    for code in AGENCIES:
        blank = blank_form(campaign, round_, campaign.agency_by_code[code], schemas, generated_on=date(2025, 8, 1))
        filled = filled_form(blank, vocabulary=generic_vocabulary(), seed=11, report_date=date(2025, 9, 3))
        (folder / f"{code}-1.xlsx").write_bytes(template_bytes(filled, schemas))
    return folder


def second_forms(inbox: Path, campaign: Campaign, schemas: Schemas) -> tuple[dict[str, Form], dict[str, EarlierReturn]]:
    """The forms of the second round, as templates are made."""
    round_ = campaign.round_by_code["lan-2"]
    earlier = read_earlier_returns(
        inbox, RoundInputs(campaign=campaign, round=round_, schemas=schemas, as_of=date(2025, 11, 3))
    )
    forms = {}
    for code in (*AGENCIES, MISSED):
        form = blank_form(campaign, round_, campaign.agency_by_code[code], schemas, generated_on=date(2025, 11, 3))
        forms[code] = prefilled_form(form, earlier[code]) if code in earlier else form
    return forms, earlier


def updated(form: Form) -> Form:
    """The form as an officer sends it back: what was filled in stays, the rest is done now."""
    done = {
        "status": "Hoàn thành",
        "completed_on": date(2025, 11, 20),
        "result": "Đã hoàn thành trong tháng 11",
        "evidence": "Báo cáo số 99",
    }
    return replace(
        form,
        header={"signer": "Trần Thị B", "report_date": date(2025, 12, 1)},
        rows=tuple(replace(row, values=row.values or done) for row in form.rows),
        indicators=tuple(replace(item, values={"value": 10.0}) for item in form.indicators),
        lists={code: rows or ({"name": "Camera an ninh"},) for code, rows in form.lists.items()},
    )


def test_only_what_changed_is_typed_and_the_return_is_accepted(
    inbox: Path, campaign: Campaign, schemas: Schemas
) -> None:
    forms, earlier = second_forms(inbox, campaign, schemas)
    assert set(earlier) == set(AGENCIES)
    assert forms[MISSED].earlier is None
    for code, form in forms.items():
        (inbox / f"{code}-2.xlsx").write_bytes(template_bytes(updated(form), schemas))
    round_ = campaign.round_by_code["lan-2"]
    files = read_inbox(inbox, campaign=campaign, round_=round_, schemas=schemas)
    verdicts = {file.path: file.verdict for file in files}
    assert verdicts == {
        **{f"{code}-1.xlsx": Verdict.OTHER_ROUND for code in AGENCIES},
        **{f"{code}-2.xlsx": Verdict.ACCEPTED for code in (*AGENCIES, MISSED)},
    }
    assert [found for file in files if file.verdict.used for found in file.problems] == []
    returns = validated_returns(files, RoundInputs(campaign=campaign, round=round_, schemas=schemas, as_of=AS_OF))
    assert [found for found in returns.problems if found.severity is Severity.ERROR] == []
    reported = {
        (agency, task): (status, result)
        for agency, task, status, result in returns.report[["agency", "task", "status", "result"]].to_numpy()
    }
    carried = 0
    for code in AGENCIES:
        for row in forms[code].rows:
            said = earlier[code].rows[row.task.code]
            nil_carried = row.assignment.nil_allowed and not row.is_ongoing
            if said["status"] in SETTLED and (said["status"] == "Hoàn thành" or nil_carried):
                carried += 1
                assert reported[code, row.task.code] == (said["status"], said["result"])
            else:
                assert reported[code, row.task.code] == ("Hoàn thành", "Đã hoàn thành trong tháng 11")
    assert carried > 10


def test_sent_back_unchanged_nothing_of_ours_is_taken_for_the_agencys(
    inbox: Path, campaign: Campaign, schemas: Schemas
) -> None:
    forms, _ = second_forms(inbox, campaign, schemas)
    for code, form in forms.items():
        (inbox / f"{code}-2.xlsx").write_bytes(template_bytes(form, schemas))
    files = read_inbox(inbox, campaign=campaign, round_=campaign.round_by_code["lan-2"], schemas=schemas)
    assert [found for file in files if file.verdict.used for found in file.problems] == []


def test_what_an_agency_writes_beside_the_table_is_told_all_the_same(
    inbox: Path, campaign: Campaign, schemas: Schemas
) -> None:
    """…below the columns of the first round, and in the same columns where the template has none."""
    from tests.support.intake import edited

    forms, _ = second_forms(inbox, campaign, schemas)
    below = edited(template_bytes(forms["11383"], schemas), lambda book: book["Báo cáo"].__setitem__("Q90", "Ghi thêm"))
    beside = edited(template_bytes(forms[MISSED], schemas), lambda book: book["Báo cáo"].__setitem__("Q12", "Ghi thêm"))
    (inbox / "a.xlsx").write_bytes(below)
    (inbox / "b.xlsx").write_bytes(beside)
    files = read_inbox(inbox, campaign=campaign, round_=campaign.round_by_code["lan-2"], schemas=schemas)
    told = {file.path: [(found.rule.code, found.value) for found in file.problems] for file in files}
    unfilled = ("identity.unfilled", None)
    assert told["a.xlsx"] == told["b.xlsx"] == [unfilled, ("structure.text-outside", "Ghi thêm")]


def test_without_an_inbox_or_an_earlier_round_there_is_nothing_earlier(
    inbox: Path, campaign: Campaign, schemas: Schemas
) -> None:
    def read(folder: Path, round_: str) -> dict[str, EarlierReturn]:
        return read_earlier_returns(
            folder, RoundInputs(campaign=campaign, round=campaign.round_by_code[round_], schemas=schemas, as_of=AS_OF)
        )

    assert read(inbox / "none", "lan-2") == {}
    assert read(inbox, "lan-1") == {}
    assert set(read(inbox, "lan-2")) == set(AGENCIES)


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_saved_by_libreoffice_it_says_the_same(
    inbox: Path, campaign: Campaign, schemas: Schemas, tmp_path: Path, suffix: str
) -> None:
    forms, _ = second_forms(inbox, campaign, schemas)
    source, target = tmp_path / "lan-2.xlsx", inbox / f"lan-2{suffix}"
    form = updated(forms["11383"])
    source.write_bytes(template_bytes(form, schemas))
    run_libreoffice([Document(source=source, target=target)], tmp_path)
    files = read_inbox(inbox, campaign=campaign, round_=campaign.round_by_code["lan-2"], schemas=schemas)
    (file,) = [file for file in files if file.path == target.name]
    assert (file.verdict, file.problems) == (Verdict.ACCEPTED, ())
    assert file.content is not None
    for row, item in zip(file.content.report, form.rows, strict=True):
        typed = {name: typed_text(cell.value) for name, cell in row.cells.items() if cell.value is not None}
        assert typed == {name: typed_text(value) for name, value in item.values.items()}
