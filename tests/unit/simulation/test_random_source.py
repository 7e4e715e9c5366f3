"""RandomSource: the same key gives the same draws, everywhere and for ever."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.simulation.random_source import RandomSource


def test_the_draws_of_a_key_are_written_in_stone() -> None:
    random = RandomSource(1, "11383", "3.2")
    assert [random.below(1000) for _ in range(6)] == [120, 918, 371, 774, 680, 262]


def test_keys_are_told_apart_by_their_parts() -> None:
    assert RandomSource("ab", "c").below(10**9) != RandomSource("a", "bc").below(10**9)


@given(st.text(), st.integers(-1000, 1000), st.integers(0, 1000))
def test_a_draw_stays_within_its_bounds(key: str, low: int, width: int) -> None:
    assert low <= RandomSource(key).between(low, low + width) <= low + width


@given(st.text(), st.lists(st.integers()))
def test_shuffling_keeps_every_item(key: str, items: list[int]) -> None:
    assert sorted(RandomSource(key).shuffled(items)) == sorted(items)


def test_a_share_comes_out_as_stated() -> None:
    happened = sum(RandomSource("share", number).happens(30) for number in range(2000))
    assert 540 < happened < 660


def test_early_items_come_more_often() -> None:
    drawn = [RandomSource("early", number).early_of("abcd") for number in range(1000)]
    assert drawn.count("a") > 2 * drawn.count("d") > 0
