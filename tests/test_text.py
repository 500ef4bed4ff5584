"""The plain view: LaTeX, entities and ligatures are read as they show, and every offset leads back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import plain

SHOWN = [
    (r"$\alpha$-BN", "α-BN"),
    (r"\textbf{ViT}-B/16", "ViT-B/16"),
    (r"an accuracy of 84.5\%", "an accuracy of 84.5%"),
    (r"{\em SegNet} is fast", "SegNet is fast"),
    (r"as in~\cite{jns13}.", "as in ."),
    (r"R\'enyi and na\"ive and Fran\c{c}ois", "Rényi and naïve and François"),
    (r"\href{https://example.org/a}{our code}", "our code"),
    (r"\url{https://example.org/a_b}", "https://example.org/a_b"),
    ("AT&amp;T", "AT&T"),
    ("e\ufb03cient", "efficient"),
    ("``quoted''", '"quoted"'),
    (r"$2 \times 3$ and $\sim$5", "2 × 3 and ~5"),
    ("57--77% overall---at most", "57–77% overall—at most"),
    ("about ~5% more", "about ~5% more"),
    ("a~tie, Llama~2", "a tie, Llama 2"),
    ("no markup at all", "no markup at all"),
]


@pytest.mark.parametrize(("stored", "shown"), SHOWN)
def test_a_reader_sees_what_the_markup_shows(stored: str, shown: str) -> None:
    assert plain(stored).text == shown


@pytest.mark.parametrize(
    ("stored", "shown", "span"),
    [
        (r"We use $\alpha$-BN here", "α-BN", r"$\alpha$-BN"),
        (r"We use \textbf{ViT}-B/16 here", "ViT-B/16", r"\textbf{ViT}-B/16"),
        (r"gains $24.3\%$ more", "24.3%", r"24.3\%"),
    ],
)
def test_a_span_of_the_view_leads_back_to_whole_markup(stored: str, shown: str, span: str) -> None:
    view = plain(stored)
    at = view.text.index(shown)
    start, end = view.span(at, at + len(shown))
    assert stored[start:end] == span


PIECES = [*"ab1 .%~${}\\&;'\"-", "\\alpha", "\\textbf{", "\\cite{x}", "&amp;", "\ufb01"]
markup = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(st.one_of(st.text(max_size=80), markup))
def test_every_character_of_the_view_has_a_place_in_the_text_in_order(stored: str) -> None:
    view = plain(stored)
    assert len(view.text) == len(view.starts) == len(view.ends)
    places = list(zip(view.starts, view.ends, strict=True))
    assert all(0 <= start < end <= len(stored) for start, end in places)
    assert places == sorted(places)
    for index in range(len(view.text)):
        start, end = view.span(index, index + 1)
        assert 0 <= start < end <= len(stored)


@given(
    st.text(
        st.characters(exclude_characters="\\${}~&`'-\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"), max_size=80
    )
)
def test_text_without_markup_is_its_own_view(stored: str) -> None:
    view = plain(stored)
    assert view.text == stored
    assert list(view.starts) == list(range(len(stored)))
