"""The tokenizer, settled by a table: names, numbers, units and sentence ends of scientific English."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.tokenizer import document, split

TOKENS = [
    ("gains 0.2dB.", "gains 0.2 dB ."),
    ("an mIoU.", "an mIoU ."),
    ("MS-COCO", "MS - COCO"),
    ("ImageNet-1K.", "ImageNet - 1K ."),
    ("84.5%", "84.5 %"),
    ("1.5×", "1.5 ×"),
    ("2.5x faster", "2.5 x faster"),
    ("34ms at 60fps", "34 ms at 60 fps"),
    ("ViT-B/16", "ViT - B / 16"),
    ("ResNet50's", "ResNet50 's"),
    ("R@1 and mAP@0.5", "R@1 and mAP@0.5"),
    ("1,234.5 of 12,000", "1,234.5 of 12,000"),
    ("3D and 1.2M", "3D and 1.2M"),
    ("(48.8 vs. 46.2)", "( 48.8 vs. 46.2 )"),
    ("DeepLabV3+ on A+B", "DeepLabV3+ on A + B"),
    ("FaceForensics++", "FaceForensics++"),
    ("e.g. CLIP, i.e., one", "e.g. CLIP , i.e. , one"),
    ("see https://github.com/a/b.", "see https://github.com/a/b ."),
    ("github.com/a/b-c is", "github.com/a/b-c is"),
    ("we don't", "we don't"),
    ("F_1 score", "F_1 score"),
    ("10%-20%", "10 % - 20 %"),
    ("80-90%", "80 - 90 %"),
    ("top-1", "top - 1"),
]


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_tokens_are_settled(text: str, expected: str) -> None:
    assert [word for word in split(text).words if not word.isspace()] == expected.split(" ")


SENTENCES = [
    ("It wins. We show it.", ["It wins.", "We show it."]),
    (
        "A (48.8 vs. 46.2) result by Doe et al. Another one.",
        ["A (48.8 vs. 46.2) result by Doe et al. Another one."],
    ),
    ("See Fig. 3 for it. Done.", ["See Fig. 3 for it.", "Done."]),
    ("Models, e.g. CLIP, win.", ["Models, e.g. CLIP, win."]),
    ('He said "yes." Then no.', ['He said "yes."', "Then no."]),
    ("Title\nBody starts", ["Title", "Body starts"]),
    ("Gains 3.5 dB. 84% is the best.", ["Gains 3.5 dB.", "84% is the best."]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    tokens = split(text)
    ends = [tokens.starts[last - 1] + len(tokens.words[last - 1]) for _, last in tokens.sentences]
    found = [
        text[tokens.starts[first] : end].strip()
        for (first, _), end in zip(tokens.sentences, ends, strict=True)
    ]
    assert found == expected


VOCAB = spacy.blank("en").vocab


@given(st.text(max_size=200))
@settings(deadline=None)
def test_nothing_is_lost(text: str) -> None:
    tokens = split(text)
    assert (
        "".join(word + " " * space for word, space in zip(tokens.words, tokens.spaced, strict=True)) == text
    )
    assert all(text.startswith(word, start) for word, start in zip(tokens.words, tokens.starts, strict=True))
    if tokens.words:
        assert document(VOCAB, split(text)).text == text
