"""Extraction never fails, points at what it says, and depends on nothing but the paper."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import kg
from kg.extraction import extract
from kg.model import Fact, Mention, Paper, Result

SAMPLE = sorted((Path(kg.__file__).parent / "sample").iterdir())
SLOTS = {"method": "Method", "dataset": "Dataset", "metric": "Metric", "task": "Task", "versus": "Method"}

# Words that the rules look for, and characters that have no place between them.
WORDS = r"""
we our propose introduce FooNet FooNet-L BarBench ImageNet CIFAR-10 ResNet-50 BERT accuracy mIoU
latency MSE loss called novel dataset benchmark detection task tasks such as including baselines
terms of on by from to up than over outperforms achieves improves drop respectively and or the is
percentage points absolute per cent vs. e.g. et al. 87.8% 3 .5 1.5x 0.2dB 2019 10-20 1K ½ ² ٣ ( ) [
] { } , . : ; ! ? - -- – — / + ± ~ = _ ^ # @ | " ' 's % ↑ ↓ +3% -2% \alpha \textbf{ViT} \cite{x} $
&amp; ﬁ é (GFB) gated fusion block https://github.com/a/b github.com/ www.
"""
spaces = st.sampled_from([" ", " ", " ", "", "\n", "\t", "\u2028"])
scraps = st.lists(st.tuples(st.sampled_from(WORDS.split()), spaces).map("".join), max_size=40).map("".join)
texts = st.one_of(scraps, scraps, st.text(max_size=60), st.just(""))
papers = st.builds(
    Paper,
    id=st.just("t-0"),
    title=texts,
    abstract=texts,
    comment=st.none() | scraps,
    code=st.none() | st.just("https://github.com/a/b"),
)


def facts(paper: Paper) -> tuple[Fact, ...]:
    [(_, found)] = extract([paper])
    return found


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(papers)
@example(Paper(id="t-0", title="", abstract=""))
@example(Paper(id="t-0", title="…", abstract="?! -- ... (((" + ")" * 5))
@example(Paper(id="t-0", title="12", abstract="3.5% 4 5 - 6"))
@example(Paper(id="t-0", title="iFoo: leaves", abstract="iFoo works."))
@example(Paper(id="t-0", title=" our  BERT  : leaves", abstract="The foo bar net (  FBN  ) of $\\alpha $."))
@example(Paper(id="t-0", title="A study", abstract="We propose FooNet-"))
@example(Paper(id="t-0", title="A study", abstract="The Markov chain (-MCh) with SGD (-SGD) propose"))
@example(Paper(id="t-0", title="A " * 3_000, abstract="FooNet (FN) reaches 3.5% mIoU on COCO, " * 100))
def test_every_fact_is_written_where_it_says_and_every_slot_is_named_in_the_paper(paper: Paper) -> None:
    found = facts(paper)
    names = {(fact.label, fact.name) for fact in found if isinstance(fact, Mention)}
    for fact in found:
        stored = getattr(paper, fact.field)
        if isinstance(fact, Mention):
            assert stored[fact.start : fact.end] == fact.text == fact.text.strip() != ""
            continue
        assert stored[fact.start : fact.end] == fact.value_text != ""
        assert fact.sentence in stored
        assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", fact.value)
        for slot, label in SLOTS.items():
            name = getattr(fact, slot)
            assert name is None or (label, name) in names, slot


PRINTED = """
import sys
from pathlib import Path

from kg.extraction import extract
from kg.model import Paper
from kg.sources import read

step, *paths = sys.argv[1:]
papers = [paper for path in paths for paper in read(Path(path)) if isinstance(paper, Paper)]
print(*sorted(f"{paper.id} {facts}" for paper, facts in extract(papers[:: int(step)])), sep="\\n")
"""


def test_neither_the_process_nor_the_order_of_the_papers_changes_a_fact() -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", PRINTED, step, *map(str, SAMPLE)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed, step in (("1", "1"), ("2", "-1"))
    ]
    (one, _), (other, _) = [run.communicate(timeout=300) for run in runs]
    assert "Result(" in one
    assert one == other


# After "FooNet: Fast leaves | We propose FooNet.": the results as
# (value, high end, unit, kind, metric, dataset, method, versus).
RESULTS = [
    (
        "FooNet reaches 81.3% top-1 accuracy on ImageNet.",
        [("81.3", None, "%", "absolute", "top-1 accuracy", "ImageNet", "FooNet", None)],
    ),
    (
        "FooNet achieves an mIoU of 45.2 on ADE20K.",
        [("45.2", None, None, "absolute", "mIoU", "ADE20K", "FooNet", None)],
    ),
    (
        "FooNet improves the mAP on COCO from 40.1 to 42.3 and the mIoU on ADE20K from 45.2 to 47.0.",
        [
            ("40.1", None, None, "absolute", "mAP", "COCO", None, None),
            ("42.3", None, None, "absolute", "mAP", "COCO", "FooNet", None),
            ("45.2", None, None, "absolute", "mIoU", "ADE20K", None, None),
            ("47.0", None, None, "absolute", "mIoU", "ADE20K", "FooNet", None),
        ],
    ),
    (
        "FooNet improves the accuracy on CIFAR-10 by 2.1% and on SVHN by 1.3%.",
        [
            ("2.1", None, "%", "delta", "accuracy", "CIFAR-10", "FooNet", None),
            ("1.3", None, "%", "delta", "accuracy", "SVHN", "FooNet", None),
        ],
    ),
    (
        "FooNet reaches 61.4 mIoU and 64.2 mAP on ADE20K and COCO, respectively.",
        [
            ("61.4", None, None, "absolute", "mIoU", "ADE20K", "FooNet", None),
            ("64.2", None, None, "absolute", "mAP", "COCO", "FooNet", None),
        ],
    ),
    (
        "FooNet reaches 92.5% accuracy on CIFAR-10 at 60 FPS, and a top-1 accuracy of 74.2% on ImageNet.",
        [
            ("92.5", None, "%", "absolute", "accuracy", "CIFAR-10", "FooNet", None),
            ("60", None, "FPS", "absolute", "FPS", "CIFAR-10", "FooNet", None),
            ("74.2", None, "%", "absolute", "top-1 accuracy", "ImageNet", "FooNet", None),
        ],
    ),
    (
        "FooNet achieves the best F1 scores for PPI (0.995) and Reddit (0.970).",
        [
            ("0.995", None, None, "absolute", "F1 score", "PPI", "FooNet", None),
            ("0.970", None, None, "absolute", "F1 score", "Reddit", "FooNet", None),
        ],
    ),
    (
        "On COCO, FooNet is strong (52.3% mAP).",
        [("52.3", None, "%", "absolute", "mAP", "COCO", "FooNet", None)],
    ),
    (
        "It improves mAP from 38.4 to 41.0 on COCO.",
        [
            ("38.4", None, None, "absolute", "mAP", "COCO", None, None),
            ("41.0", None, None, "absolute", "mAP", "COCO", "FooNet", None),
        ],
    ),
    (
        "FooNet surpasses Swin-T by 4% mIoU (50.1 vs. 46.1) on ADE20K.",
        [
            ("4", None, "%", "delta", "mIoU", "ADE20K", "FooNet", "Swin-T"),
            ("50.1", None, None, "absolute", "mIoU", "ADE20K", "FooNet", None),
            ("46.1", None, None, "absolute", "mIoU", "ADE20K", "Swin-T", None),
        ],
    ),
    (
        "It reaches higher accuracy than ResNet-50 (83.1% vs. 80.4%) on ImageNet.",
        [
            ("83.1", None, "%", "absolute", "accuracy", "ImageNet", "FooNet", None),
            ("80.4", None, "%", "absolute", "accuracy", "ImageNet", "ResNet-50", None),
        ],
    ),
    (
        "It obtains accuracies of 95.1%, 78.4% and 99.2% on CIFAR-10, CIFAR-100 and MNIST, respectively.",
        [
            ("95.1", None, "%", "absolute", "accuracy", "CIFAR-10", "FooNet", None),
            ("78.4", None, "%", "absolute", "accuracy", "CIFAR-100", "FooNet", None),
            ("99.2", None, "%", "absolute", "accuracy", "MNIST", "FooNet", None),
        ],
    ),
    (
        "Our method achieves 84.5% accuracy, 79.0% precision and 81.7% recall on MNIST.",
        [
            ("84.5", None, "%", "absolute", "accuracy", "MNIST", "FooNet", None),
            ("79.0", None, "%", "absolute", "precision", "MNIST", "FooNet", None),
            ("81.7", None, "%", "absolute", "recall", "MNIST", "FooNet", None),
        ],
    ),
    (
        "The FID is 3.17 on CIFAR-10 and 5.02 on CelebA.",
        [
            ("3.17", None, None, "absolute", "FID", "CIFAR-10", "FooNet", None),
            ("5.02", None, None, "absolute", "FID", "CelebA", "FooNet", None),
        ],
    ),
    (
        "While BERT obtains 84.1 F1 on SQuAD, FooNet reaches 88.5.",
        [
            ("84.1", None, None, "absolute", "F1 score", "SQuAD", "BERT", None),
            ("88.5", None, None, "absolute", "F1 score", "SQuAD", "FooNet", None),
        ],
    ),
    (
        "It improves PSNR by 0.2dB on Set5.",
        [("0.2", None, "dB", "delta", "PSNR", "Set5", "FooNet", None)],
    ),
    (
        "We improve accuracy by +3.2% on MNIST.",
        [("3.2", None, "%", "delta", "accuracy", "MNIST", "FooNet", None)],
    ),
    (
        "FooNet outperforms BERT by up to 3.4% on SQuAD.",
        [("3.4", None, "%", "delta", None, "SQuAD", "FooNet", "BERT")],
    ),
    (
        "It yields a 2.3x speedup over ResNet-50.",
        [("2.3", None, "x", "delta", "speedup", None, "FooNet", "ResNet-50")],
    ),
    (
        "FooNet reduces FLOPs by 35% with only 0.4% drop in accuracy on ImageNet.",
        [
            ("35", None, "%", "delta", "FLOPs", "ImageNet", "FooNet", None),
            ("-0.4", None, "%", "delta", "accuracy", "ImageNet", "FooNet", None),
        ],
    ),
    (
        "It raises accuracy by 2.5 to 4.0 percentage points on GLUE.",
        [("2.5", "4.0", "points", "delta", "accuracy", "GLUE", "FooNet", None)],
    ),
    (
        "It reaches 57--77\\% accuracy on GSM8K.",
        [("57", "77", "%", "absolute", "accuracy", "GSM8K", "FooNet", None)],
    ),
    (
        "FooNet has an accuracy of 92.5 per cent on MNIST.",
        [("92.5", None, "%", "absolute", "accuracy", "MNIST", "FooNet", None)],
    ),
    (
        "FooNet reaches an SI-SDR of -4.3 dB on WSJ0.",
        [("-4.3", None, "dB", "absolute", "SI-SDR", "WSJ0", "FooNet", None)],
    ),
    (
        "It reduces latency and memory usage by 70%.",
        [
            ("70", None, "%", "delta", "latency", None, "FooNet", None),
            ("70", None, "%", "delta", "memory", None, "FooNet", None),
        ],
    ),
    (
        "It lowers accuracy by 5.8 points on MNIST.",
        [("-5.8", None, "points", "delta", "accuracy", "MNIST", "FooNet", None)],
    ),
    (
        "FooNet runs at 25 FPS, 2x faster than ResNet-50.",
        [
            ("25", None, "FPS", "absolute", "FPS", None, "FooNet", None),
            ("2", None, "x", "delta", None, None, "FooNet", "ResNet-50"),
        ],
    ),
    (
        "FooNet reaches 81.3% on MNIST, ahead of ResNet-50 (80.1%).",
        [
            ("81.3", None, "%", "absolute", None, "MNIST", "FooNet", None),
            ("80.1", None, "%", "absolute", None, "MNIST", "ResNet-50", None),
        ],
    ),
    (
        "FooNet-T, FooNet-S and FooNet-B reach 80.1%, 82.4% and 83.9% accuracy "
        "on MNIST with 5.1M, 12.3M and 40M parameters.",
        [
            ("80.1", None, "%", "absolute", "accuracy", "MNIST", "FooNet-T", None),
            ("82.4", None, "%", "absolute", "accuracy", "MNIST", "FooNet-S", None),
            ("83.9", None, "%", "absolute", "accuracy", "MNIST", "FooNet-B", None),
            ("5.1", None, "M", "absolute", "parameters", "MNIST", "FooNet-T", None),
            ("12.3", None, "M", "absolute", "parameters", "MNIST", "FooNet-S", None),
            ("40", None, "M", "absolute", "parameters", "MNIST", "FooNet-B", None),
        ],
    ),
    (
        "With 0.5G MACs, FooNet reaches 76.1% top-1 on ImageNet.",
        [
            ("0.5", None, "G", "absolute", "MACs", "ImageNet", "FooNet", None),
            ("76.1", None, "%", "absolute", "top-1 accuracy", "ImageNet", "FooNet", None),
        ],
    ),
    (
        "FooNet uses 43% less memory and is 2.1x faster.",
        [
            ("43", None, "%", "delta", "memory", None, "FooNet", None),
            ("2.1", None, "x", "delta", None, None, "FooNet", None),
        ],
    ),
    (
        "FooNet cuts the number of parameters by 90% without loss of accuracy.",
        [("90", None, "%", "delta", "parameters", None, "FooNet", None)],
    ),
    (
        "FooNet loses only 0.5% accuracy on MNIST.",
        [("-0.5", None, "%", "delta", "accuracy", "MNIST", "FooNet", None)],
    ),
    (
        "With FooNet, accuracy rises by 5.3%.",
        [("5.3", None, "%", "delta", "accuracy", None, "FooNet", None)],
    ),
    (
        "FooNet has less than 1% accuracy loss.",
        [("-1", None, "%", "delta", "accuracy", None, "FooNet", None)],
    ),
    (
        "FooNet lowers perplexity from 20.5 to 19.2 on C4.",
        [
            ("20.5", None, None, "absolute", "perplexity", "C4", None, None),
            ("19.2", None, None, "absolute", "perplexity", "C4", "FooNet", None),
        ],
    ),
    (
        "It reaches PSNR/SSIM of 32.1 dB/0.92 on Set5.",
        [
            ("32.1", None, "dB", "absolute", "PSNR", "Set5", "FooNet", None),
            ("0.92", None, None, "absolute", "SSIM", "Set5", "FooNet", None),
        ],
    ),
    (
        "FooNet has state-of-the-art results with 93.47 on MNIST.",
        [("93.47", None, None, "absolute", None, "MNIST", "FooNet", None)],
    ),
    (
        "FooNet is strong on several benchmarks, such as 75.2% on five-shot MMLU.",
        [("75.2", None, "%", "absolute", None, "MMLU", "FooNet", None)],
    ),
    (
        "FooNet has an error of 3.2% on MNIST and an MAE of 4.1 years.",
        [
            ("3.2", None, "%", "absolute", "error", "MNIST", "FooNet", None),
            ("4.1", None, None, "absolute", "mean absolute error", "MNIST", "FooNet", None),
        ],
    ),
    (
        "FooNet reaches 85.2 (+3.1) mAP on COCO.",
        [
            ("85.2", None, None, "absolute", "mAP", "COCO", "FooNet", None),
            ("3.1", None, None, "delta", "mAP", "COCO", "FooNet", None),
        ],
    ),
    (
        "FooNet outperforms BERT in accuracy (by 2.1%) and in speed (by 3x).",
        [
            ("2.1", None, "%", "delta", "accuracy", None, "FooNet", "BERT"),
            ("3", None, "x", "delta", None, None, "FooNet", "BERT"),
        ],
    ),
    (
        "FooNet takes 0.3s per frame, compared to 1.2s for ResNet-50.",
        [
            ("0.3", None, "s", "absolute", None, None, "FooNet", None),
            ("1.2", None, "s", "absolute", None, None, "ResNet-50", None),
        ],
    ),
    ("It is trained for 300 epochs with batch size 256 on 1.2 million images of 2019.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), RESULTS, ids=[sentence for sentence, _ in RESULTS])
def test_a_sentence_states_results(sentence: str, expected: list[tuple[str | None, ...]]) -> None:
    found = facts(Paper(id="t-0", title="FooNet: Fast leaves", abstract=f"We propose FooNet. {sentence}"))
    assert [
        (r.value, r.value_high, r.unit, r.kind, r.metric, r.dataset, r.method, r.versus)
        for r in found
        if isinstance(r, Result)
    ] == expected


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("https://www.GitHub.com/Ann/net.git/tree/main", "github.com/Ann/net"),
        ("hf.co/ann/net/tree/main", "huggingface.co/ann/net"),
        ("https://huggingface.co/datasets/ann/hedges/viewer", "huggingface.co/datasets/ann/hedges"),
        ("https://huggingface.co/collections/ann/nets-1f2e", "huggingface.co/collections/ann/nets-1f2e"),
        (r"\url{https://anonymous.4open.science/r/net-12/README.md}", "anonymous.4open.science/r/net-12"),
    ],
)
def test_an_address_has_one_spelling(written: str, name: str) -> None:
    found = facts(Paper(id="t-0", title="Fast leaves", abstract=f"Code is at https://x.org and {written}."))
    assert [fact.name for fact in found if isinstance(fact, Mention)] == ["x.org", name]
