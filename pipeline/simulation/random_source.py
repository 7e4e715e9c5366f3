"""Draws that depend on nothing but their key, so that neither order nor Python version changes a return."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

Item = TypeVar("Item")

_WORD = 0xFFFF_FFFF_FFFF_FFFF


class RandomSource:
    """Draws of one key, such as (seed, agency, task): SplitMix64 over the key's hash, whole numbers only.

    The module `random` promises the same numbers only for some of its methods, and is ten times slower to seed.
    """

    __slots__ = ("_state",)

    def __init__(self, *key: object) -> None:
        text = "\x1f".join([str(part) for part in key])
        self._state = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")

    def below(self, bound: int) -> int:
        """Return a whole number from 0 to `bound` - 1."""
        self._state = (self._state + 0x9E37_79B9_7F4A_7C15) & _WORD
        mixed = ((self._state ^ (self._state >> 30)) * 0xBF58_476D_1CE4_E5B9) & _WORD
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB) & _WORD
        return ((mixed ^ (mixed >> 31)) * bound) >> 64

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def happens(self, percent: int) -> bool:
        """Return True in so many of a hundred draws."""
        return self.below(100) < percent

    def one_of(self, items: Sequence[Item]) -> Item:
        """Return one of the items, all equally likely."""
        return items[self.below(len(items))]

    def early_of(self, items: Sequence[Item]) -> Item:
        """Return one of the items, the first ones more often: what many agencies say stands first."""
        return items[min(self.below(len(items)), self.below(len(items)))]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """Return the items in a drawn order."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]
