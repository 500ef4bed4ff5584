"""The marking pass: word lists, abbreviations, name shapes and phrases in, one list of marks without overlap out."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from spacy.vocab import Vocab

from extractors import candidates, introductions, metrics, phrases
from extractors.abbreviations import definitions
from extractors.lists import LISTS, Matcher, Term, last_words
from extractors.reading import Mark, Reading
from kg.page import Page

THRESHOLD = 1.0
SURE = 1.5
LISTED = "="
PLAIN_WORD_RULES = frozenset(("dataset-head", "dataset-lead", "enumerated", "title-name", "proposed-name", "called-name", "apposed-name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of a page as plain lists."""

    words: list[str]
    lower: list[str]
    spaced: list[bool]
    sentences: list[tuple[int, int]]
    body: int


@cache
def matcher(vocab: Vocab) -> Matcher:
    """The word lists over a vocabulary."""
    return Matcher(vocab)


def tokens(page: Page) -> Tokens:
    """The lists that rules look at."""
    words, starts = page.tokens.words, page.tokens.starts
    blank = [space or word.isspace() for space, word in zip(page.tokens.spaced, words, strict=True)]
    return Tokens(
        words=words,
        lower=[word.lower() for word in words],
        spaced=blank,
        sentences=page.tokens.sentences,
        body=bisect_left(starts, page.split),
    )


@lru_cache(maxsize=100_000)
def key(text: str) -> str:
    """What spellings of one name have in common: letters and digits without case, without a plural s after a capital."""
    if len(text) > 2 and text[-1] == "s" and text[-2].isupper():
        text = text[:-1]
    folded = "".join(char for char in text.lower() if char.isalnum() or char in "+@")
    return folded[:-1] if len(folded) > 4 and folded.endswith("s") and not folded.endswith("ss") else folded


def singular(text: str) -> str:
    """The name of a plural: DDPMs is DDPM."""
    return text[:-1] if len(text) > 2 and text[-1] == "s" and (text[-2].isupper() or text[-2].isdigit()) else text


def longest(marks: Iterable[Mark]) -> list[Mark]:
    """Marks without overlap, the longest first, then listed ones, then the order of LISTS."""
    order = {label: index for index, label in enumerate(LISTS.values())}
    chosen: list[Mark] = []
    taken: set[int] = set()
    for mark in sorted(marks, key=lambda m: (m.start - m.end, not m.listed, order[m.label], m.start, m.name)):
        span = range(mark.start, mark.end)
        both = {(other.start, other.end) for other in chosen if {other.label, mark.label} == {"Task", "Method"} and (other.generic or mark.generic)}
        if not any(index in taken for index in span) or (mark.start, mark.end) in both:
            taken.update(span)
            chosen.append(mark)
    return sorted(chosen, key=lambda m: m.start)


def read(page: Page) -> Reading:
    """Mark a page."""
    text = tokens(page)
    ends = sentence_ends(text)
    spelled = list(definitions(text.words, text.sentences))
    listed = own_meanings(page, list(listed_marks(page, text, ends)), spelled)
    named = NameDecision(page, text, ends, listed, spelled)
    marks = [*listed, *named.marks()]
    for first, last in text.sentences:
        for label, find in (("Task", phrases.tasks), ("Metric", phrases.metrics), ("Metric", phrases.quantities)):
            for start, end, rule in find(text.words, text.lower, first, last):
                marks.append(Mark(label=label, start=start, end=end, name=page.string(start, end).lower(), rule=rule))
    marks += [mark for mark in title_task_marks(page, text) if named.aliases.get(key(mark.name), key(mark.name)) not in named.introduced]
    reading = Reading(
        page=page,
        words=text.words,
        lower=text.lower,
        sentences=text.sentences,
        body=text.body,
        marks=longest(joined(marks, named)),
        introduced=named.all_introduced(),
        title_name=named.title_name,
    )
    judged = metrics.kept(reading)
    return replace(reading, marks=tuple(mark for mark in reading.marks if mark.label != "Metric" or mark.name in judged))


def title_task_marks(page: Page, text: Tokens) -> Iterator[Mark]:
    """The tasks that the title names, wherever they stand."""
    for start, end, rule in phrases.title_tasks(text.words, text.lower, text.body):
        name, wanted, size = page.string(start, end).lower(), key(page.string(start, end)), end - start
        for i in range(len(text.words) - size + 1):
            if text.lower[i] == text.lower[start] and key(page.string(i, i + size)) == wanted:
                yield Mark(label="Task", start=i, end=i + size, name=name, rule=rule)


def sentence_ends(text: Tokens) -> list[int]:
    """For each token the end of its sentence."""
    ends = [0] * len(text.words)
    for first, last in text.sentences:
        ends[first:last] = [last] * (last - first)
    return ends


def listed_marks(page: Page, text: Tokens, ends: Sequence[int]) -> Iterator[Mark]:
    """What the word lists find; an alias of several kinds or an unsure one is settled by its surroundings."""
    for start, end, terms in matcher(page.doc.vocab).find(page.doc, text.lower):
        if text.words[start][0] in "'’":
            continue
        around = [*candidates.votes(text.lower, start, end, ends[start]), *candidates.measured(text.lower, start, end, ends[start])]
        if text.lower[start : start + 2] == ["speed", "up"] or (before_loss(text.lower, end, ends[start]) and text.lower[end - 1] != "loss"):
            terms = tuple(term for term in terms if term.label != "Metric")
        term = settle(terms, around)
        if start < text.body and any(other.unsure and other.label == "Task" for other in terms):
            task = next(other for other in terms if other.label == "Task")
            yield Mark(label="Task", start=start, end=end, name=task.name, rule="listed", listed=True)
        if term is None or (term.unsure and term.label == "Task"):
            continue
        first = start
        while term.label == "Metric" and any(map(str.isupper, page.string(start, end))) and first >= 2 and text.words[first - 1] == "-" and not text.spaced[first - 2] and text.words[first - 2][0].isalpha() and not text.spaced[first - 1]:
            first -= 2  # pixel-AP is a metric of its own
        name = term.name if first == start else page.string(first, end)
        yield Mark(label=term.label, start=first, end=end, name=name, rule="listed" if first == start else "prefixed-metric", generic=term.generic, listed=True)


def before_loss(lower: Sequence[str], end: int, last: int) -> bool:
    """Whether the name is that of a loss: "MSE loss", "MSE and cross entropy (CE) losses"."""
    for word in lower[end : min(end + 8, last)]:
        if word in ("loss", "losses"):
            return True
        if word in (".", ";", ":", "on", "of", "for", "with", "to", "in", "is", "as", "by", "while", "from"):
            return False
    return False


def own_meanings(page: Page, listed: Sequence[Mark], spelled: Sequence[tuple[int, int, int, int]]) -> list[Mark]:
    """The listed marks under the meaning that the paper itself gives an abbreviation: its long form decides, not the list."""
    known = {key(page.string(mark.start, mark.end)): mark for mark in listed}
    meant: dict[str, Mark | None] = {}
    for long_start, long_end, short_start, short_end in spelled:
        long, short = key(page.string(long_start, long_end)), key(page.string(short_start, short_end))
        if short not in known:
            continue
        if long in known:
            meant.setdefault(short, known[long])
        elif known[short].label == "Dataset" and (
            candidates.KINDS.get(page.string(long_end - 1, long_end).lower()) not in ("Method", "Metric")
            and sum(word[0].isupper() for word in page.tokens.words[long_start:long_end]) > 1
        ):
            continue  # benchmarks are often named after their task or theme
        elif page.string(long_end - 1, long_end).lower().rstrip("s") not in last_words(known[short].label, known[short].name):
            meant.setdefault(short, None)
    marks: list[Mark] = []
    for mark in listed:
        own = meant.get(key(page.string(mark.start, mark.end)), mark)
        if own is not None:
            marks.append(replace(own, start=mark.start, end=mark.end))
    return marks


def settle(terms: Sequence[Term], around: Sequence[tuple[str, float, str]]) -> Term | None:
    """The term meant among those of one alias: the one that the surroundings vote for, else the first sure one."""
    for term in terms:
        need = 0.8 if term.unsure and term.label == "Dataset" else 1.0
        if any(label == term.label and weight >= need for label, weight, _ in around):
            return term
    return next((term for term in terms if not term.unsure), None)


class NameDecision:
    """Which kind each unlisted name of a page is, decided once from all the places where it stands."""

    def __init__(self, page: Page, text: Tokens, ends: Sequence[int], listed: Sequence[Mark], spelled: Sequence[tuple[int, int, int, int]]) -> None:
        self.page, self.text, self.ends = page, text, ends
        self.known = {key(self.string(m.start, m.end)): m for m in listed}
        self.listed = [mark for mark in longest(listed) if not mark.generic and mark.label in ("Method", "Dataset")]
        self.places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.evidence: dict[str, list[tuple[str, float, str]]] = defaultdict(list)
        self.introduced: set[str] = set()
        self.long_forms: dict[str, str] = {}
        self.aliases: dict[str, str] = {}
        self.display: dict[str, str] = {}
        covered = {index for mark in longest(listed) for index in range(mark.start, mark.end)}
        for start, end in candidates.chunks(text.words, text.spaced):
            if not all(index in covered for index in range(start, end)) and not self.stop(start, end):
                self.places[key(self.string(start, end))].append((start, end))
                base = next((mark for mark in listed if mark.start == start and mark.end < end), None)
                if base:
                    self.evidence[key(self.string(start, end))].append((base.label, 1.0, "listed-variant"))
        for start, end in candidates.runs(text.words, text.spaced, text.sentences, text.body):
            if not any(index in covered for index in range(start, end)) and not self.stop(start, end):
                self.places[key(self.string(start, end))].append((start, end))
        self.own_part = introductions.own_part(text.lower, text.sentences, text.body)
        self.title_name: str | None = None
        self.title_name = self.read_title()
        self.read_definitions(spelled)
        self.read_surroundings()
        self.read_introductions()
        self.read_title_phrase()
        self.read_lists(listed)

    def string(self, start: int, end: int) -> str:
        return self.page.string(start, end)

    def stop(self, start: int, end: int) -> bool:
        words = self.text.words[start:end]
        return all(word in candidates.NOT_NAMES or not any(map(str.isalpha, word)) for word in words) or self.string(start, end) in candidates.NOT_NAMES

    def read_title(self) -> str | None:
        """`NAME: subtitle` names what the paper introduces."""
        text = self.text
        colon = next((i for i in range(1, min(text.body, 9)) if text.words[i] in (":", "—", "–") and (text.words[i] == ":" or text.spaced[i - 1])), None)
        if colon is None:
            return None
        name, name_key = self.string(0, colon), key(self.string(0, colon))
        shaped = any(candidates.shape(word) in "AMD" for word in text.words[:colon]) and colon <= 4
        repeated = colon <= 3 and any(
            text.lower[i] == text.lower[0] and text.words[i][0].isupper() and key(self.string(i, i + colon)) == name_key for i in range(text.body, len(text.words) - colon + 1)
        )
        if name_key in self.known and not self.known[name_key].generic:
            self.introduce(LISTED + self.known[name_key].name, self.known[name_key].label, "title-name")
            return name_key
        if not (shaped or repeated) or name_key in self.known or name in candidates.NOT_NAMES:
            return None
        subtitle = text.lower[colon + 1 : text.body]
        dataset = any(word in ("dataset", "benchmark", "corpus", "datasets", "benchmarks", "benchmarking", "testbed") for word in subtitle)
        self.evidence[name_key].append(("Dataset" if dataset else "Method", 2.0, "title-name"))
        for i in range(len(text.words) - colon + 1):
            if text.words[i] == text.words[0] and key(self.string(i, i + colon)) == name_key and (i, i + colon) not in self.places[name_key]:
                self.places[name_key].append((i, i + colon))
        self.introduced.add(name_key)
        return name_key

    def read_definitions(self, spelled: Sequence[tuple[int, int, int, int]]) -> None:
        """`long form (SHORT)`: one name; the long form's last word says its kind."""
        for long_start, long_end, short_start, short_end in spelled:
            long, short = self.string(long_start, long_end), self.string(short_start, short_end)
            long_key, short_key = key(long), key(short)
            if long_key in self.known:
                self.aliases.setdefault(short_key, long_key)
                continue
            if short_key in self.aliases.values():
                continue
            self.long_forms.setdefault(short_key, long)
            self.aliases[long_key] = short_key
            self.display[short_key] = singular(short)
            for i in range(len(self.text.words) - (long_end - long_start) + 1):
                if self.text.lower[i] == self.text.lower[long_start] and key(self.string(i, i + long_end - long_start)) == long_key:
                    self.places[long_key].append((i, i + long_end - long_start))
            if (short_start, short_end) not in self.places[short_key]:
                self.places[short_key].append((short_start, short_end))
            head = self.text.lower[long_end - 1]
            kind = candidates.KINDS.get(head) or candidates.KINDS.get(head.rstrip("s"))
            if kind:
                self.evidence[short_key].append((kind, 2.5, "long-form-head"))

    def name_key(self, start: int, end: int) -> str:
        found = key(self.string(start, end))
        return self.aliases.get(found, found)

    def read_surroundings(self) -> None:
        for found, places in list(self.places.items()):
            shown = self.string(*places[0])
            ending = candidates.by_shape(shown) if len(places[0]) and places[0][1] - places[0][0] <= 5 else None
            name = self.aliases.get(found, found)
            if ending and " " not in shown:
                self.evidence[name].append(ending)
            head = candidates.by_head(self.text.words[places[0][0] : places[0][1]])
            if head and found not in self.aliases:
                self.evidence[name].append(head)
            for start, end in places:
                self.evidence[name] += candidates.votes(self.text.lower, start, end, self.ends[start])

    def read_introductions(self) -> None:
        lower = self.text.lower
        by_start: dict[int, str] = {}
        ends: dict[int, int] = {}
        for found, places in self.places.items():
            for start, end in places:
                if start not in ends or end > ends[start]:
                    by_start[start], ends[start] = self.aliases.get(found, found), end
        for mark in self.listed:
            if mark.end >= ends.get(mark.start, 0):
                by_start[mark.start], ends[mark.start] = LISTED + mark.name, mark.end
        for first, last in introductions.windows(lower, self.text.sentences, self.text.body):
            self.introduce_from(first, last, by_start, ends, introductions.kind(lower, first, min(last, first + 16)))
        for start, name in by_start.items():
            if start < self.text.body:
                continue
            if introductions.named(lower, start) and any(word in introductions.OURS or word in ("our", "proposed", "propose") for word in lower[max(0, start - 30) : start]):
                self.introduce(name, introductions.kind(lower[:start][::-1], 0, 10), "called-name")
            elif introductions.possessed(lower, start):
                self.introduce(name, introductions.kind(lower, ends[start], min(ends[start] + 6, len(lower))), "our-name")
            elif introductions.apposed(lower, ends[start], self.ends[start]):
                self.introduce(name, introductions.kind(lower, ends[start], min(ends[start] + 12, len(lower))), "apposed-name")
        self.introduce_variants()

    def read_title_phrase(self) -> None:
        """A title's noun phrase that ends in the word of a method names what the paper introduces, if nothing else does or the abstract repeats it."""
        text = self.text
        if self.title_name:
            return
        coined = False
        for start, end in candidates.chunks(text.words[: text.body], text.spaced[: text.body]):
            name = self.name_key(start, end)
            mine = any(place >= self.own_part for place, _ in self.places.get(name, ()))
            if mine and name not in self.known and self.decide(name)[0] == "Method":
                self.introduce(name, "Method", "title-coined")
                coined = coined or name in self.introduced
        if coined:
            return
        for start, end, leading in introductions.title_phrases(text.words, text.lower, text.body):
            found = key(self.string(start, end))
            if found in self.known or self.aliases.get(found, found) in self.introduced:
                continue
            places = [(i, i + end - start) for i in range(len(text.words) - end + start + 1) if text.lower[i] == text.lower[start] and key(self.string(i, i + end - start)) == found]
            if any(text.body <= i < self.own_part for i, _ in places):
                continue
            if len(places) > 1 or (leading and not self.introduced):
                name = self.aliases.get(found, found)
                self.places[found] = places
                self.introduced.add(name)
                self.evidence[name].append(("Method", 2.0, "title-phrase"))

    def introduce_from(self, first: int, last: int, by_start: Mapping[int, str], ends: Mapping[int, int], label: str) -> None:
        """The names that are the object of a verb of proposing, and those enumerated with it."""
        lower, position = self.text.lower, -1
        sentence_end = self.ends[first] if first < len(lower) else last
        for start in range(first, sentence_end):
            if start not in by_start:
                continue
            spelled = by_start[start] in self.long_forms or lower[ends[start] : ends[start] + 1] == ["("]
            between = lower[position:start] if position >= 0 else []
            if position < 0:
                if start >= last and not spelled:
                    return
                follows = introductions.objected(lower, start, first) or (not spelled and not by_start[start].startswith(LISTED) and not any(word in introductions.PREPOSITIONS for word in lower[first:start]))
            else:
                follows = (spelled and introductions.objected(lower, start, first)) or (len(between) <= 3 and "and" in between)
            if follows:
                self.introduce(by_start[start], label, "proposed-name")
                position = ends[start]

    def introduce_variants(self) -> None:
        """`VAN-B6` is a size of the introduced `VAN`, `GNN-MolKAN+` its extension."""
        own = {name: name[1:] if name.startswith(LISTED) else self.shown(name) for name in self.introduced if name.startswith(LISTED) or self.places.get(name)}
        for found, places in self.places.items():
            shown = self.string(*places[0])
            if any(shown != base and len(base) > 2 and (shown.startswith((f"{base}-", f"{base}+")) or shown.endswith(f"-{base}")) for base in own.values()):
                self.introduce(self.aliases.get(found, found), "Method", "variant")
        for mark in self.listed:
            if any(mark.name.startswith((f"{base}-", f"{base}+")) for base in own.values()):
                self.introduced.add(LISTED + mark.name)

    def introduce(self, name: str, label: str, rule: str) -> None:
        """Count a name as introduced, unless the background knows it already."""
        places = [place for found, places in self.places.items() if self.aliases.get(found, found) == name for place in places]
        if name.startswith(LISTED):
            places = [(mark.start, mark.end) for mark in self.listed if mark.name == name[1:]]
        if name != self.title_name and any(self.text.body <= start < self.own_part for start, _ in places):
            return
        self.introduced.add(name)
        self.evidence[name].append((label, 2.5, rule))

    def read_lists(self, listed: Sequence[Mark]) -> None:
        """Members of one enumeration are of one kind: "on MNIST, X and Y"."""
        items: dict[int, tuple[int, str, str | None]] = {}
        for mark in longest(listed):
            items[mark.start] = (mark.end, mark.name, mark.label)
        for found, places in self.places.items():
            for start, end in places:
                if start not in items or items[start][0] < end:
                    items[start] = (end, self.aliases.get(found, found), None)
        group: list[tuple[str, str | None]] = []
        position = -1
        for start in sorted(items):
            end, name, label = items[start]
            between = self.text.lower[position:start] if position >= 0 else ["."]
            if position >= 0 and len(between) <= 2 and between and all(word in (",", "and", "or", "&", "the", "/") for word in between):
                group.append((name, label))
            else:
                self.share(group)
                group = [(name, label)]
            position = end
        self.share(group)

    def share(self, group: Sequence[tuple[str, str | None]]) -> None:
        if len(group) < 2:
            return
        sure = {label or self.decide(name, SURE)[0] for name, label in group} - {None}
        if len(sure) == 1:
            label = sure.pop()
            for name, own in group:
                if own is None and label:
                    self.evidence[name].append((label, 1.2, "enumerated"))

    def decide(self, name: str, threshold: float = THRESHOLD) -> tuple[str | None, str]:
        """(label or None, rule) with the most votes; None below the threshold."""
        totals: dict[str, float] = defaultdict(float)
        best: dict[str, tuple[float, str]] = {}
        for label, weight, rule in self.evidence.get(name, ()):
            totals[label] += weight
            best[label] = max(best.get(label, (0.0, "")), (weight, rule))
        if not totals:
            return None, ""
        label = max(totals, key=lambda each: (totals[each], each))
        return (label, best[label][1]) if totals[label] >= threshold and label != "None" else (None, "")

    def plain_word(self, places: Sequence[tuple[int, int]]) -> bool:
        """Whether the name is one capitalised word, as any word may be."""
        start, end = places[0]
        return end - start == 1 and candidates.shape(self.text.words[start]) == "T"

    def all_introduced(self) -> frozenset[str]:
        """The shown names of the introduced methods and datasets; generic techniques and listed names are never introduced."""
        coined = {self.shown(name) for name in self.introduced if name not in self.known and not name.startswith(LISTED) and self.aliases.get(name) not in self.known}
        listed = {self.known[name].name for name in self.introduced if name in self.known and not self.known[name].generic}
        return frozenset(coined | listed | {name[1:] for name in self.introduced if name.startswith(LISTED)})

    def shown(self, name: str) -> str:
        """The spelling that stands for a name: the abbreviation if it has one, else as it stands first."""
        return self.display.get(name) or singular(self.string(*self.places[name][0]))

    def marks(self) -> Iterator[Mark]:
        """A mark for each place of each name that has a kind."""
        for found, places in self.places.items():
            name = self.aliases.get(found, found)
            if name in self.known or found in self.known:
                continue
            label, rule = self.decide(name)
            if label is None or (self.plain_word(places) and rule not in PLAIN_WORD_RULES):
                continue
            shown = self.shown(name)
            for start, end in places:
                yield Mark(label=label, start=start, end=end, name=shown, rule=rule, long_form=self.long_forms.get(name))


def joined(marks: Sequence[Mark], named: NameDecision) -> Iterator[Mark]:
    """The marks, with abbreviations of listed names under the listed name."""
    for mark in marks:
        yield mark
    for short, long in named.aliases.items():
        term = named.known.get(long)
        if term is not None and short not in named.known:
            for start, end in named.places.get(short, ()):
                yield replace(term, start=start, end=end, rule="abbreviation")



