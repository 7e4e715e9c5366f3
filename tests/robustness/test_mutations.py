"""Every kind of mutation ends as its table row says, alone and among good returns, which stay as they were."""

import pytest

from tests.robustness.detection import committed_kinds
from tests.robustness.drafts import Kind
from tests.robustness.inboxes import alone, cases, ended, good_matrix
from tests.robustness.mutations import MUTATIONS, QUICK

_OF_KIND = {kind: [mutation for mutation in QUICK if mutation.kind is kind] for kind in Kind}


def test_kinds_have_names_of_their_own() -> None:
    assert len({mutation.slug for mutation in MUTATIONS}) == len(MUTATIONS) > 200


def test_good_returns_have_no_problem() -> None:
    assert not good_matrix().empty


@pytest.mark.parametrize("kind", Kind)
def test_mutated_returns_end_as_expected_beside_good_ones(kind: Kind) -> None:
    results, changed = ended(_OF_KIND[kind], seed=0)
    assert [str(found) for one in results for found in one.differences] == []
    assert changed == []


@pytest.mark.libreoffice
def test_returns_saved_by_libreoffice_are_read_as_they_were() -> None:
    results, _ = ended([mutation for mutation in MUTATIONS if mutation not in QUICK], seed=0)
    assert [str(found) for one in results for found in one.differences] == []


@pytest.mark.parametrize("kind", Kind)
def test_a_mutated_return_ends_alone_as_in_company(kind: Kind) -> None:
    one = next(cases([_OF_KIND[kind][len(kind.value) % len(_OF_KIND[kind])]], seed=1))
    assert [str(found) for found in alone(one)] == []


def test_the_table_of_detection_rates_lists_exactly_these_kinds() -> None:
    assert committed_kinds() == [mutation.name for mutation in MUTATIONS]
