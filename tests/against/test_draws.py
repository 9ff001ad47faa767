"""Philox4x32-10 against the known answers of its authors."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.fleet.draws import philox

# Random123 1.14, tests/kat_vectors, rows "philox4x32 10": counter, key, answer
KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def words(text: str) -> list[np.uint64]:
    return [np.uint64(int(word, 16)) for word in text.split()]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN, ids=["zeros", "ones", "digits of pi"])
def test_philox_gives_the_known_answers(counter: str, key: str, answer: str) -> None:
    assert [int(word) for word in philox(*words(counter), *words(key))] == [int(word) for word in words(answer)]
