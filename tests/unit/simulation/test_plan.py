"""The plan of an inbox: stated proportions, one of them at most for an agency, names as people give them."""

import unicodedata
from collections import Counter
from dataclasses import replace

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.simulation.plan import PROPORTIONS, Proportions, plan
from tests.support.simulation import city, smaller


@pytest.fixture(scope="module")
def whole_city() -> Campaign:
    return city()[0]


@pytest.mark.parametrize("round_code", ["lan-1", "lan-2"])
@pytest.mark.parametrize("seed", [1, 2])
def test_proportions_are_as_stated(whole_city: Campaign, round_code: str, seed: int) -> None:
    planned = plan(whole_city, whole_city.round_by_code[round_code], seed=seed)
    owing = len(planned.agencies)
    assert owing == 146
    assert [len(planned.missing), len(planned.late), len(planned.sent_twice)] == [15, 9, 6]
    faulty = [item for item in planned.returns if item.mistake and item.agency.code not in planned.sent_twice]
    assert len(faulty) == (owing - len(planned.missing)) * PROPORTIONS.mistakes // 100
    reporting = {item.agency.code for item in planned.returns if item.round.code == round_code}
    assert reporting == {agency.code for agency in planned.agencies} - set(planned.missing)
    assert len(reporting) == 131
    assert len([item for item in planned.returns if item.archive]) == 4
    assert len([item for item in planned.returns if item.copy]) == 1


def test_no_agency_counts_twice_in_the_proportions(whole_city: Campaign) -> None:
    planned = plan(whole_city, whole_city.rounds[0], seed=1)
    agencies = [*planned.missing, *planned.late, *planned.sent_twice]
    agencies += [item.agency.code for item in planned.returns if item.archive or item.copy]
    assert len(agencies) == len(set(agencies))
    sent = Counter(item.agency.code for item in planned.returns)
    assert {code for code, times in sent.items() if times == 2} == set(planned.sent_twice)
    assert max(sent.values()) == 2


def test_report_dates_tell_who_is_late(whole_city: Campaign) -> None:
    planned = plan(whole_city, whole_city.rounds[0], seed=1)
    for item in (item for item in planned.returns if item.round is whole_city.rounds[0]):
        assert (item.report_date > item.round.last_day) is (item.agency.code in planned.late)
        assert item.report_date >= item.round.opens
        assert item.report_date.weekday() < 5


def test_the_second_return_is_younger_and_corrected(whole_city: Campaign) -> None:
    planned = plan(whole_city, whole_city.rounds[0], seed=1)
    for code in planned.sent_twice:
        first, second = sorted(
            (item for item in planned.returns if item.agency.code == code), key=lambda item: item.report_date
        )
        assert first.report_date < second.report_date
        assert first.mistake is not None
        assert second.mistake is None


def test_nobody_overwrites_anybody(whole_city: Campaign) -> None:
    for seed in range(6):
        planned = plan(whole_city, whole_city.rounds[0], seed=seed)
        names = [f"{item.archive}!/{item.path}" if item.archive else item.path for item in planned.returns]
        names += [item.copy for item in planned.returns if item.copy]
        names += [*planned.scans, *planned.text_documents, *planned.system_files]
        folded = [unicodedata.normalize("NFC", name).casefold() for name in names]
        assert len(folded) == len(set(folded))
        assert all(len(name.encode()) < 250 for name in names)


def test_file_names_are_as_people_give_them(whole_city: Campaign) -> None:
    names = [item.path for item in plan(whole_city, whole_city.rounds[0], seed=1).returns]
    assert any(name.startswith(f"{whole_city.decision.campaign}_lan-1_") for name in names)
    assert any(name.endswith(" (1).xlsx") for name in names)
    assert any("/" in name for name in names)
    assert any("Báo cáo công tác dân vận lần 1 - " in name for name in names)
    assert any(name != unicodedata.normalize("NFC", name) for name in names)


def test_a_slash_in_the_name_of_a_round_makes_no_folder(whole_city: Campaign) -> None:
    first = replace(whole_city.rounds[0], name="quý II/2026")
    names = [item.path for item in plan(replace(whole_city, rounds=(first,)), first, seed=1).returns]
    assert any("Báo cáo công tác dân vận quý II-2026 - " in name for name in names)
    assert not any("quý II/2026" in unicodedata.normalize("NFC", name) for name in names)


def test_a_campaign_with_one_round_has_no_return_for_another(whole_city: Campaign) -> None:
    first = whole_city.rounds[0]
    planned = plan(replace(whole_city, rounds=(first,)), first, seed=1)
    assert {item.round.code for item in planned.returns} == {"lan-1"}


@pytest.mark.parametrize("every", [3, 20, 200])
def test_a_small_register_is_planned_as_well(whole_city: Campaign, every: int) -> None:
    campaign = smaller(whole_city, every)
    planned = plan(campaign, campaign.rounds[0], seed=1)
    assert planned.returns


def test_other_proportions_can_be_had(whole_city: Campaign) -> None:
    none = Proportions(missing=100)
    assert all(
        item.round.code == "lan-2" for item in plan(whole_city, whole_city.rounds[0], seed=1, proportions=none).returns
    )
    good = Proportions(missing=0, late=0, sent_twice=0, same_file_twice=0, zipped=0, mistakes=0)
    planned = plan(whole_city, whole_city.rounds[0], seed=1, proportions=good)
    assert len(planned.returns) == 146
    assert not any(item.mistake for item in planned.returns)
