"""Which names are one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.names import slug

SLUGS = {
    "CIFAR-10": "cifar-10",
    "cifar 10": "cifar-10",
    "C++": "cplusplus",
    "DeepLabv3+": "deeplabv3plus",
    "$\\alpha$-BN": "alpha-bn",
    "α-BN": "α-bn",
    "Alfréd Rényi": "alfred-renyi",
    "İstanbul": "istanbul",
    "ﬁne²": "fine2",
    "Иван Чайковский": "иван-чаиковскии",
    "张 伟": "张-伟",
    "हिन्दी": "हिन्दी",
    "한국어": "한국어",
    "  --x__y--  ": "x-y",
    "★": "u2605",
    "§ §": "u00a7-u0020-u00a7",
}


@pytest.mark.parametrize(("name", "expected"), SLUGS.items())
def test_a_slug_keeps_letters_and_digits_of_any_script(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text(min_size=1))
def test_a_slug_is_its_own_slug_and_holds_no_space_and_no_two_dashes(name: str) -> None:
    key = slug(name)
    assert key
    assert slug(key) == key
    assert not set(key) & set(" /\n\t")
    assert "--" not in key
