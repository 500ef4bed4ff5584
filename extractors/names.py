"""Names that no list knows: which kind each is,
decided once from all the places where the paper writes it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from extractors import candidates
from extractors.abbreviations import Definition, places_of
from extractors.lists import cues, key
from extractors.reading import Mark, Reading

LIST_WORDS = frozenset([",", "and", "or", "&", "the", "/"])
THRESHOLD = 1.0  # one sign that is right most of the time, or two weaker ones
SURE = 1.5
INTRODUCED = 2.6  # what a paper calls its own outweighs any other sign
LISTED = "="
FIELDS = cues("field-names")
MEASURES = frozenset(["index", "score", "rate", "coefficient", "metric", "measure"])
PRESENTERS = cues("propose") | cues("named")
NO_VARIANTS = cues("no-variants")
CLASSES = ("language models", "neural networks")
PLAIN_WORD_RULES = frozenset(
    [
        "dataset-head",
        "dataset-lead",
        "enumerated",
        "title-name",
        "proposed-name",
        "called-name",
        "apposed-name",
    ]
)

Place = tuple[int, int]
Starts = Mapping[int, tuple[str, int]]
"""The longest name, listed or not, that starts at a token, with its end."""


def singular(text: str) -> str:
    """The name of a plural: DDPMs is DDPM."""
    return (
        text[:-1]
        if len(text) > 2 and text[-1] == "s" and (text[-2].isupper() or text[-2].isdigit())
        else text
    )


def plain(word: str) -> bool:
    """Whether a part of a name is a capitalised word and no size, version or abbreviation: WER-Range."""
    return len(word) > 3 and word[0].isupper() and word[1:].islower()


def linking(between: Sequence[str]) -> list[str]:
    """The words between two members of an enumeration without scores: "X (92%), Y", "+5% X, +2% Y"."""
    words = list(between)
    if words[:1] == ["("] and ")" in words and any(word[0].isdigit() for word in words):
        words = words[words.index(")") + 1 :]
    if words[-1:] == ["%"] and words[-3:-2] == ["+"]:
        words = words[:-3]
    return words


class Names:
    """The unlisted names of one page while their evidence is gathered;
    listed ones take part as introduced or as peers.
    """

    def __init__(self, reading: Reading, listed: Sequence[Mark]) -> None:
        self.reading = reading
        self.string = reading.page.string
        self.known = {
            key(self.string(mark.start, mark.end)): mark for mark in listed if mark.rule != "task-setting"
        }
        self.listed = [mark for mark in listed if not mark.generic and mark.label in ("Method", "Dataset")]
        self.peers = listed
        self.openers = {first for first, _ in reading.sentences}
        self.places: dict[str, list[Place]] = defaultdict(list)
        self.evidence: dict[str, list[tuple[str, float, str]]] = defaultdict(list)
        self.introduced: set[str] = set()
        self.long_forms: dict[str, str] = {}
        self.aliases: dict[str, str] = {}
        self.display: dict[str, str] = {}
        self.classes: set[str] = set()
        self.possible = candidates.openers(reading.words)
        self.chunks = tuple(candidates.chunks(reading.words, reading.spaced, self.possible))
        self.presented = {
            self.key_at(start, end)
            for start, end in self.chunks
            if start
            and reading.lower[start - 1] in PRESENTERS
            and reading.lower[end : end + 1] == [","]
            and reading.lower[end + 1 : end + 2] in (["a"], ["an"], ["the"], ["our"])
        }
        self.find_places()

    def find_places(self) -> None:
        """Every string that looks like a name and is not all listed."""
        reading = self.reading
        covered = {index for mark in self.peers for index in range(mark.start, mark.end)}
        starts = {mark.start: mark for mark in reversed(self.peers)}
        for start, end in self.chunks:
            new = any(index not in covered and reading.words[index] != "/" for index in range(start, end))
            if new and not self.stopped(start, end):
                self.add((start, end))
                base = starts.get(start)
                if base and base.end < end and not (base.label == "Metric" and plain(reading.words[end - 1])):
                    self.evidence[self.key_at(start, end)].append((base.label, 1.7, "listed-variant"))
        for start, end in candidates.runs(
            reading.words, reading.spaced, reading.sentences, reading.body, self.possible
        ):
            if self.stopped(start, end):
                continue
            if covered.isdisjoint(range(start, end)) or self.contested(start, end):
                self.add((start, end))
            elif self.qualified(start, end, covered):
                self.add((start, end))
                self.evidence[self.key_at(start, end)].append(("Method", 1.1, "qualified-name"))
            elif self.titled(start, end, covered):
                self.add((start, end))
                self.classes.add(self.key_at(start, end))

    def contested(self, start: int, end: int) -> bool:
        """Whether a capitalised string is the name of a contest that opens with words of its own:
        `Gravel Kite Image Classification Challenge`.
        """
        if end - start < 4 or self.reading.lower[end - 1] not in candidates.CONTESTS:
            return False
        return not any(mark.start <= start + 1 and mark.end > start for mark in self.peers)

    def titled(self, start: int, end: int, covered: Set[int]) -> bool:
        """Whether a capitalised string holds a listed technique among other words:
        `Gated Kite Network`. It is a name only where the paper introduces it.
        """
        own = [index for index in range(start, end) if index not in covered]
        first = start + (start in self.openers)
        return (
            bool(own)
            and own[0] <= first
            and self.key_at(start, end) not in self.known
            and self.reading.lower[start] not in NO_VARIANTS
        )

    def qualified(self, start: int, end: int, covered: Set[int]) -> bool:
        """Whether a capitalised string is a listed method with unlisted words before it: `Quick LSTM`."""
        base = next((mark for mark in self.listed if mark.end == end and mark.start > start), None)
        if base is None or base.label != "Method":
            return False
        before = range(start, base.start)
        if len(before) == 1 and start in self.openers:
            return False
        return covered.isdisjoint(before) and NO_VARIANTS.isdisjoint(self.reading.lower[start : base.start])

    def key_at(self, start: int, end: int) -> str:
        return key(self.string(start, end))

    def add(self, place: Place) -> None:
        places = self.places[self.key_at(*place)]
        if place not in places:
            places.append(place)

    def stopped(self, start: int, end: int) -> bool:
        """Whether a string names nothing: GPU, NLP, 3D, the author of a cited work."""
        words, found = self.reading.words[start:end], self.key_at(start, end)
        if found in FIELDS or self.reading.lower[end : end + 1] == ["et"]:
            return True
        if end - start == 1 and self.reading.lower[start] in candidates.FUNCTION_WORDS and words[0].istitle():
            return True  # "(1) From the dataset"
        if found in self.presented:
            return False
        return self.string(start, end) in candidates.NOT_NAMES or all(
            word in candidates.NOT_NAMES or len(word) == 1 or not any(map(str.isalpha, word))
            for word in words
        )

    def repeats(self, start: int, end: int) -> Iterator[Place]:
        """Every place of the page with the same string, in any case."""
        lower, wanted, size = self.reading.lower, self.key_at(start, end), end - start
        for index in places_of(lower, lower[start], 0, len(lower) - size + 1):
            if self.key_at(index, index + size) == wanted:
                yield index, index + size

    def read_definitions(self, definitions: Sequence[Definition]) -> None:
        """`long form (SHORT)`: one name; the long form's last word says its kind."""
        for definition in definitions:
            long, short = self.key_at(*definition.long), self.key_at(*definition.short)
            if long in self.known:
                self.aliases.setdefault(short, long)
                continue
            if short in self.aliases.values() or self.stopped(*definition.short):
                continue
            if long in FIELDS:
                self.places.pop(short, None)  # "deep learning models (DLMs)"
                continue
            self.long_forms.setdefault(short, self.string(*definition.long))
            self.aliases[long] = short
            self.display[short] = singular(self.string(*definition.short))
            for place in (*self.repeats(*definition.long), definition.short):
                self.add(place)
            long_form = self.reading.lower[slice(*definition.long)]
            label = candidates.KINDS.get(long_form[-1]) or candidates.KINDS.get(long_form[-1].rstrip("s"))
            if label and not candidates.facility(long_form):
                self.evidence[short].append((label, 2.5, "long-form-head"))

    def read_surroundings(self) -> None:
        """What the spelling and the words around each place say."""
        reading = self.reading
        for found, places in list(self.places.items()):
            name, shown = self.aliases.get(found, found), self.string(*places[0])
            words = reading.words[places[0][0] : places[0][1]]
            spelled = name in self.long_forms  # then its long form says what it is
            coined = len(words) <= 5 and " " not in shown and not spelled
            ending = candidates.by_shape(shown) if coined else None
            plain = found in self.aliases or found in self.classes
            head = None if plain else candidates.by_head(words)
            self.evidence[name] += [sign for sign in (ending, head) if sign]
            for start, end in places:
                signs = candidates.votes(reading.lower, start, end, reading.ends[start])
                led = spelled and start > 0 and reading.lower[start - 1] == "("  # by its own long form
                self.evidence[name] += (sign for sign in signs if not (led and sign[2] == "method-lead"))

    def by_start(self) -> dict[int, tuple[str, int]]:
        """The longest name, listed or not, that starts at each token, with its end."""
        names: dict[int, tuple[str, int]] = {}
        unlisted = [
            (start, end, self.aliases.get(found, found))
            for found, places in self.places.items()
            for start, end in places
        ]
        for start, end, name in (*unlisted, *((m.start, m.end, LISTED + m.name) for m in self.listed)):
            if start not in names or end >= names[start][1]:
                names[start] = (name, end)
        return names

    def introduce(self, name: str, said: str | None, rule: str) -> None:
        """Count a name as introduced, unless the background knows it already; if nothing is said of its kind,
        it is a method, but for a name that ends like that of a dataset.
        """
        if name.startswith(LISTED):
            starts = [mark.start for mark in self.listed if mark.name == name[1:]]
        else:
            all_places = (
                place for found, place in self.places.items() if self.aliases.get(found, found) == name
            )
            starts = [start for places in all_places for start, _ in places]
        if name in self.known and self.known[name].generic:
            return
        ends = any(
            label == "Dataset" and rule in ("dataset-ending", "listed-variant")
            for label, _, rule in self.evidence[name]
        )
        label = "Metric" if self.is_measure(name) else said or ("Dataset" if ends else "Method")
        if not any(self.reading.body <= start < self.reading.own for start in starts):
            self.introduced.add(name)
            self.evidence[name].append((label, INTRODUCED, rule))

    def is_measure(self, name: str) -> bool:
        """Whether a name ends in the word of a metric and no sign speaks for a method,
        or none but that of a subject if it is an index, a score or a rate.
        """
        signs = {(label, rule) for label, _, rule in self.evidence[name] if label in ("Method", "Metric")}
        heads = {label for label, rule in signs if rule in ("long-form-head", "name-head")}
        others = {rule for label, rule in signs if label == "Method"}
        last = self.long_forms.get(name, "").rpartition(" ")[2].lower()
        return heads == {"Metric"} and (not others or last in MEASURES)

    def share_lists(self) -> None:
        """Members of one enumeration are of one kind: "on MNIST, X and Y"."""
        items: dict[int, tuple[int, str, str | None]] = {
            m.start: (m.end, m.name, m.label) for m in self.peers
        }
        for found, places in self.places.items():
            for start, end in places:
                if start not in items or items[start][0] < end:
                    items[start] = (end, self.aliases.get(found, found), None)
        group: list[tuple[str, str | None]] = []
        position = -1
        for start in sorted(items):
            end, name, label = items[start]
            near = 0 <= position < start <= position + 9
            between = linking(self.reading.lower[position:start]) if near else []
            if not (between and len(between) <= 2 and all(word in LIST_WORDS for word in between)):
                self.share(group)
                group = []
            group.append((name, label))
            position = end
        self.share(group)

    def share(self, group: Sequence[tuple[str, str | None]]) -> None:
        """Give the kind of the sure members of an enumeration to the others."""
        if len(group) < 2:
            return
        sure = {label or self.decide(name, SURE)[0] for name, label in group} - {None}
        if len(sure) == 1:
            (label,) = sure
            for name, own in group:
                if own is None and label:
                    self.evidence[name].append((label, 1.2, "enumerated"))

    def decide(self, name: str, threshold: float = THRESHOLD) -> tuple[str | None, str]:
        """(label, rule) with the most votes; (None, "") below the threshold."""
        totals: dict[str, float] = defaultdict(float)
        best: dict[str, tuple[float, str]] = {}
        for label, weight, rule in self.evidence.get(name, ()):
            totals[label] += weight
            best[label] = max(best.get(label, (0.0, "")), (weight, rule))
        label = max(totals, key=lambda each: (totals[each], each), default="None")
        return (label, best[label][1]) if label != "None" and totals[label] >= threshold else (None, "")

    def shown(self, name: str) -> str:
        """The spelling that stands for a name: the abbreviation if it has one, else as it stands first."""
        if name.startswith(LISTED):
            return name[1:]
        return self.display.get(name) or singular(self.string(*self.places[name][0]))

    def all_introduced(self) -> frozenset[str]:
        """The shown names of what the paper introduces; a generic technique is never introduced."""
        shown: set[str] = set()
        for name in self.introduced:
            listed = self.known.get(name) or self.known.get(self.aliases.get(name, ""))
            if listed is None:
                shown.add(self.shown(name))
            elif not listed.generic:
                shown.add(listed.name)
        return frozenset(shown)

    def marks(self) -> Iterator[Mark]:
        """A mark for each place of each name that has a kind, and for each abbreviation of a listed name."""
        for found, places in self.places.items():
            name = self.aliases.get(found, found)
            term = self.known.get(name)
            if term or found in self.known:
                if term and found not in self.known:
                    yield from (
                        replace(term, start=start, end=end, rule="abbreviation") for start, end in places
                    )
                continue
            label, rule = self.decide(name)
            tested = rule == "dataset-on" and any(why == "enumerated" for _, _, why in self.evidence[name])
            sure = rule in PLAIN_WORD_RULES or tested  # "on the Kite, Dove and Heron datasets"
            if label and (sure or not self.plain_word(places)):
                shown, long_form = self.shown(name), self.long_forms.get(name)
                generic = self.is_class(name, long_form)
                if label == "Dataset" and self.is_subject(name, long_form):
                    continue
                for start, end in self.everywhere(places) if label == "Dataset" else places:
                    mark = Mark(
                        label=label,
                        start=start,
                        end=end,
                        name=shown,
                        rule=rule,
                        generic=generic,
                        long_form=long_form,
                    )
                    yield mark
                    if label == "Metric" and name in self.introduced:
                        yield replace(mark, label="Method")  # a new metric is also what the paper proposes

    def everywhere(self, places: Sequence[Place]) -> Sequence[Place]:
        """Every place of a name of several words: "Solar PV" also where a list knows Solar."""
        start, end = places[0]
        again = self.repeats(start, end) if end - start > 1 else ()
        words = self.reading.words
        return [
            *places,
            *(each for each in again if each not in places and words[slice(*each)] == words[start:end]),
        ]

    def is_subject(self, name: str, long_form: str | None) -> bool:
        """Whether an abbreviation stands for what datasets are about: its long form does not end in the word
        of a dataset and is in lower case ("surface electromyography (sEMG) datasets"), or only that word
        speaks for it and it never has an article ("in Mobile Kite Computing (MKC) environments").
        """
        if not long_form or name in self.introduced:
            return False
        words = re.findall(r"\w+", long_form)
        if words[-1].lower() in candidates.NAMED_HEADS:
            return False
        signs = {rule for label, _, rule in self.evidence[name] if label == "Dataset"}
        return all(map(str.islower, words[1:])) or (signs == {"dataset-head"} and not self.is_definite(name))

    def is_definite(self, name: str) -> bool:
        """Whether an abbreviation stands behind "the", or its definition before the word of a dataset."""
        lower = self.reading.lower
        return any(
            lower[start - 1] == "the"
            or (lower[end] == ")" and not candidates.NAMED_HEADS.isdisjoint(lower[end + 1 : end + 3]))
            for found, places in self.places.items()
            if self.aliases.get(found, found) == name
            for start, end in places
        )

    def is_class(self, name: str, long_form: str | None) -> bool:
        """Whether an abbreviation stands for a class of things: its long form is a plural in lower case or
        of a broad class of models: "Vision Large Language Models".
        """
        if not long_form or name in self.introduced:
            return False
        plural = long_form.endswith("s")
        return plural and (long_form.islower() or long_form.lower().endswith(CLASSES))

    def plain_word(self, places: Sequence[Place]) -> bool:
        """Whether the name is one capitalised word, as any word may be."""
        start, end = places[0]
        return end - start == 1 and candidates.shape(self.reading.words[start]) == "T"
