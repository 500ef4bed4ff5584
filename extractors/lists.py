"""Word lists: `Canonical = alias = alias` lines, read once and matched with spaCy's PhraseMatcher."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.tokenizer import tokens

FOLDER = Path(__file__).parent
LISTS = {
    "datasets": "Dataset",
    "metrics": "Metric",
    "tasks": "Task",
    "methods": "Method",
    "techniques": "Method",
}

RANK = re.compile(r"(?<=@)K\b|(?<= at )K\b")
CUTS = tuple("K k N 1 2 3 4 5 6 8 10 15 16 20 25 30 32 50 64 100 128 200 256 500 1000".split())  # noqa: SIM905
"""What stands for the K of Recall@K."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One alias of a listed entity. `unsure` aliases are also ordinary words and count only beside a cue."""

    label: str
    name: str
    alias: str
    generic: bool
    unsure: bool
    heading: str


@lru_cache(maxsize=100_000)
def key(text: str) -> str:
    """What spellings of one name have in common: letters and digits without case and without a plural s,
    which stands behind a letter and is no capital alone: ViT-S and FooNetS are no plurals.
    """
    text = text.rstrip("'’")
    if len(text) > 2 and text[-1] == "s" and text[-2].isupper():
        text = text[:-1]
    folded = "".join(char for char in text.lower() if char.isalnum() or char in "+@")
    plural = text[-2:-1].isalpha() and (text[-1:] == "s" or text.isupper())
    return folded[:-1] if plural and len(folded) > 4 and folded[-1] == "s" != folded[-2] else folded


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of `NAME.txt` beside this file without comments and empty lines."""
    path = FOLDER / f"{name}.txt"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """The words of `NAME.txt`, several to a line."""
    return frozenset(word for line in lines(name) for word in line.split())


def cues(name: str) -> frozenset[str]:
    """The set of words under `[NAME]` in cues.txt."""
    return cue_sets()[name]


@cache
def cue_sets() -> dict[str, frozenset[str]]:
    """The words under each heading of cues.txt."""
    found: dict[str, set[str]] = defaultdict(set)
    heading = ""
    for line in lines("cues"):
        if line.startswith("["):
            heading = line.strip("[]")
        else:
            found[heading].update(line.split())
    return {name: frozenset(words) for name, words in found.items()}


@cache
def terms(name: str) -> tuple[Term, ...]:
    """Every alias of a list, in file order; `[family direction]` lines are headings."""
    found: list[Term] = []
    heading = ""
    for line in lines(name):
        if line.startswith("[") and line.endswith("]") and "=" not in line:
            heading = line.strip("[]")
            continue
        aliases = [alias.strip() for alias in line.split(" = ")]
        canonical = aliases[0].removesuffix(" ?").strip()
        for alias in aliases:
            # IE, MT, QA: mostly spelled out by the paper itself
            short_task = name == "tasks" and len(alias) <= 3 and alias not in cues("plain-tasks")
            unsure = alias.endswith(" ?") or short_task
            for cut in CUTS if RANK.search(alias) else ("",):
                found.append(
                    Term(
                        label=LISTS[name],
                        name=RANK.sub(cut, canonical),
                        alias=RANK.sub(cut, alias.removesuffix(" ?").strip()),
                        generic=name == "techniques",
                        unsure=unsure,
                        heading=heading,
                    )
                )
    return tuple(found)


@cache
def named(label: str) -> dict[str, str]:
    """What the spellings of each listed name of a kind have in common, to its canonical name."""
    found: dict[str, str] = {}
    for listed, kind in LISTS.items():
        if kind == label:
            for term in terms(listed):
                found.setdefault(key(term.alias), term.name)
    return found


def plural(word: str) -> str:
    """The plural of an English noun, by its ending."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else word + "s"


EDGE = re.compile(r"(.*[A-Za-z])([- ]?)(\d[\w.]*)")


def variants(alias: str) -> Iterator[str]:
    """Spellings of one alias: hyphens, spaces or nothing between its parts, and the plural."""
    spellings = {alias, alias.replace(" ", "-"), alias.replace("-", " ")}
    edge = EDGE.fullmatch(alias)
    if edge and len(edge[1]) > 1 and not re.fullmatch(r"[2-6][dD]", edge[3]):
        spellings |= {f"{edge[1]}{mark}{edge[3]}" for mark in ("", "-", " ")}
    yield from sorted(spellings)
    if alias[-1].isalpha() and len(alias) > 2:
        yield from (
            plural(spelling) if spelling[-1].islower() else spelling + "s" for spelling in sorted(spellings)
        )


LEADING = re.compile(r"[^\W\d_]+|\d+|.", re.DOTALL)


class Matcher:
    """All lists over one vocabulary. An alias is prepared when a document first holds its leading letters
    or digits.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.phrases = PhraseMatcher(vocab, attr="LOWER")
        self.terms: dict[int, tuple[tuple[str, Term], ...]] = {}
        self.waiting: dict[str, list[Term]] = defaultdict(list)
        for name in LISTS:
            for term in terms(name):
                self.waiting[leading(term.alias)].append(term)

    def prepare(self, vocab: Vocab, term: Term) -> None:
        """Add every spelling of an alias to the phrases."""
        for spelling in dict.fromkeys(variants(term.alias)):
            lower = spelling.lower()
            phrase = vocab.strings.add(lower)
            if phrase not in self.terms:
                # Whether a final dot belongs to its word ("acc.") is decided by the word after it.
                parts = tokens(f"{spelling} x")[:-1]
                # Hashes are what a Doc would be turned into, and what a pickled matcher is filled with.
                self.phrases.add(lower, [[vocab.strings.add(part.lower()) for part in parts]])  # type: ignore[list-item]
            same = (*self.terms.get(phrase, ()), (spelling, term))
            self.terms[phrase] = tuple(sorted(same, key=order)) if len(same) > 1 else same

    def find(
        self, doc: Doc, lower: Iterable[str], string: Callable[[int, int], str]
    ) -> Iterator[tuple[int, int, Sequence[Term]]]:
        """(start, end, terms) of every match, in tokens; `lower` are the document's words in lower case,
        `string` gives the text of tokens.
        """
        # A word of letters opens the aliases that share its first six; a plural or a mixture may open more.
        words = set(lower)
        others = (word for word in words if word[-1] == "s" or not word.isalpha())
        for start in {word[:6] for word in words}.union(*map(openings, others)) & self.waiting.keys():
            for term in self.waiting.pop(start):
                self.prepare(doc.vocab, term)
        for phrase, first, end in self.phrases(doc):
            written = string(first, end)
            found = [term for spelling, term in self.terms[phrase] if spelled_alike(spelling, written)]
            if found:
                yield first, end, found


def order(spelled: tuple[str, Term]) -> tuple[int, str, str, bool]:
    """Terms of one spelling in the order of the lists, whenever they were prepared."""
    _, term = spelled
    return list(LISTS.values()).index(term.label), term.name, term.alias, term.unsure


def leading(text: str) -> str:
    """Up to six leading letters or digits of a text, in lower case: what the spellings of an alias share."""
    match = LEADING.match(text.lower())
    return match.group()[:6] if match else ""


@lru_cache(maxsize=100_000)
def openings(word: str) -> tuple[str, ...]:
    """The leading letters of the aliases that a word may open, be it singular or plural."""
    match = LEADING.match(word)
    lead = match.group() if match else ""
    plurals = (("s", ""), ("es", ""), ("ies", "y"))
    singulars = (lead.removesuffix(end) + back for end, back in plurals if lead.endswith(end))
    return tuple(dict.fromkeys(one[:6] for one in (lead, *singulars)))


@lru_cache(maxsize=100_000)
def spelled_alike(spelling: str, text: str) -> bool:
    """Whether text that agrees with a listed spelling but for case is meant by it.

    A lower-case alias stands for any case. Others stand as written, in capitals from five letters on, or in
    another mixture that keeps each word's first capital (`Pascal VOC`), unless that reads as one plain word
    (`Multiple`).
    """
    if spelling == text or spelling.islower():
        return True
    if sum(map(str.isalnum, text)) < 5:
        return False
    if text.isalpha():
        return text.isupper() or any(map(str.isupper, text[1:]))
    return all(
        (there[0].isupper() or not wanted[0].isupper())
        and (there.isupper() or not wanted.isupper() or len(wanted) == 1 or len(wanted) > 4)
        for wanted, there in zip(re.split(r"[^\w]+", spelling), re.split(r"[^\w]+", text), strict=False)
        if wanted and there
    )


@cache
def spelled_out(label: str, name: str) -> frozenset[tuple[str, ...]]:
    """The words, in lower case, the last one singular, of all aliases of a listed entity."""
    return forms().get((label, name), frozenset())


@cache
def forms() -> dict[tuple[str, str], frozenset[tuple[str, ...]]]:
    """(label, canonical name) to the words of its aliases."""
    found: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for listed in LISTS:
        for term in terms(listed):
            found[term.label, term.name].add(tuple(re.split(r"[ -]", term.alias.lower().rstrip("s"))))
    return {name: frozenset(aliases) for name, aliases in found.items()}


def family(metric: str) -> tuple[str, str | None]:
    """The family of a listed metric and its direction (`higher` or `lower` is better)."""
    heading = families().get(metric, "")
    name, _, direction = heading.partition(" ")
    return name, direction if direction in ("higher", "lower") else None


@lru_cache(maxsize=10_000)
def is_cost(metric: str) -> bool:
    """Whether a metric is of a family of costs: time, speed, size, memory, energy; one that is not listed,
    whether the listed one is that it ends in ("petal turn time").
    """
    words = metric.split(" ")
    tails = (named("Metric").get(key(" ".join(words[start:]))) for start in range(len(words)))
    listed = metric if metric in families() else next((name for name in tails if name), "")
    return family(listed)[0] in ("cost", "speed")


@cache
def families() -> dict[str, str]:
    """Canonical metric name to `family direction`."""
    return {term.name: term.heading for term in terms("metrics")}
