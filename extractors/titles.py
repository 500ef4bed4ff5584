"""What a title says that a paper introduces: `NAME: subtitle`, a coined name, "via NAME", a phrase that
ends in the word of a method.
"""

from collections.abc import Container, Iterator, Sequence
from itertools import dropwhile, pairwise, takewhile

from extractors import candidates, introductions
from extractors.abbreviations import TITLE_BREAKS
from extractors.activities import STUDYING
from extractors.candidates import FUNCTION_WORDS, KINDS, SUFFIXES
from extractors.lists import cues, key
from extractors.names import INTRODUCED, LISTED, Names, Place
from extractors.phrases import MADE_WITH, title_parts

TITLE_AIMS = frozenset(["for", "in", "on"])
OPENED = frozenset(["for", "with", ":"])
MODELING = frozenset(["modeling", "modelling"])
TITLE_OBJECTS = TITLE_AIMS | {"into", "of", "from", "between"}
TITLE_MEANS = frozenset(["via", "with", "through", "by"])
STUDIED_TITLES = cues("title-studies") | {"?"}
NO_MEANS = cues("no-means")
STUDIED = cues("studied")
OLD_THINGS = frozenset(["boosting", "enhancing", "exploring", "improving", "rethinking", "understanding"])
LEADING_TITLE = TITLE_MEANS | {"(", "using"}
TITLE_NOISE = cues("title-noise")
MADE = MADE_WITH - {"based"} | {"aware", "conditioned", "guided", "integrated", "tuned", "weighted"}
KINDS_FIRST = frozenset(["large", "unsupervised", "untrained"])
PLAIN_TITLE_HEADS = cues("plain-title-heads")
TITLE_HEADS = (
    cues("title-method-heads") | {word for word, kind in KINDS.items() if kind == "Method"}
) - PLAIN_TITLE_HEADS
TESTBEDS = ("arena", "bench", "eval", "gym")
TITLED = 4.0  # a title that says "A Benchmark for" is sure


def read_title(names: Names) -> bool:
    """Introduce the NAME of a title `NAME: subtitle`; whether there is one."""
    reading = names.reading
    colon = title_colon(reading.words, reading.spaced, reading.title)
    if colon is None:
        return False
    start = int(reading.lower[0] == "the" and colon > 1)
    name = names.key_at(start, colon)
    if name in names.known:
        listed = names.known[name]
        if not listed.generic:
            names.introduce(LISTED + listed.name, listed.label, "title-name")
        return not listed.generic
    places = [
        place
        for place in names.repeats(start, colon)
        if place[0] == start or reading.words[place[0]][0].isupper()
    ]
    if not named_title(names, start, colon, repeated=len(places) > 1):
        return False
    for place in places:
        names.add(place)
    names.introduced.add(name)
    dataset = not candidates.DATASET_WORDS.isdisjoint(reading.lower[colon : reading.body])
    dataset = dataset or name.endswith(TESTBEDS)
    said = takewhile(
        lambda word: word not in introductions.PREPOSITIONS, reading.lower[colon : reading.title]
    )
    sure = not candidates.DATASET_WORDS.isdisjoint(said)
    names.evidence[name].append(
        ("Dataset" if dataset else "Method", TITLED if sure else INTRODUCED, "title-name")
    )
    return True


def read_spelled(names: Names) -> None:
    """Take the capitalised words before an introduced name in brackets for its long form, whatever its
    letters: "Gated Kite Fusion (NAME)".
    """
    lower = names.reading.lower
    runs = {end: found for found, places in names.places.items() for at, end in places if end - at > 1}
    for name in sorted(names.introduced - names.long_forms.keys()):
        for start, end in names.places.get(name, ()):
            if lower[start - 1] == "(" and lower[end : end + 1] == [")"]:
                last = start - 1 - (lower[start - 2] in candidates.METHOD_HEADS)
                long = runs.get(last) or runs.get(start - 1)
                if long and long not in names.aliases and long not in names.known:
                    names.aliases[long] = name
                    names.long_forms.setdefault(name, names.string(*names.places[long][0]))


def named_title(names: Names, start: int, colon: int, *, repeated: bool) -> bool:
    """Whether the words before the colon of a title are a name: written like one, or short and repeated."""
    reading, shown = names.reading, names.string(start, colon)
    first = reading.lower[start]
    spelled = first in candidates.FUNCTION_WORDS and (" " in shown or not reading.words[start].isupper())
    if candidates.KINDS.get(reading.lower[colon - 1]) == "Dataset" or spelled:
        return False
    if colon > start + 1 and first.endswith("ing") and first.isalpha():
        return False
    if names.stopped(start, colon) and not (" " not in shown and any(map(str.isdigit, shown))):
        return False
    shaped = (colon <= 4 or " " not in shown) and any(
        candidates.shape(word) in "AMD" or "_" in word or (len(word) == 1 and word.isupper())
        for word in reading.words[start:colon]
    )
    hyphened = colon == start + 3 and shown[0].isupper() and "-" in shown
    return shaped or hyphened or (colon <= 3 and repeated)


def read_coined(names: Names) -> bool:
    """Introduce the coined methods of the title that the paper's own part takes up;
    whether there are any.
    """
    reading, before = names.reading, len(names.introduced)
    words, spaced = reading.words[: reading.body], reading.spaced[: reading.body]
    for start, end in candidates.chunks(words, spaced, [at for at in names.possible if at < reading.body]):
        found = names.key_at(start, end)
        name = names.aliases.get(found, found)
        own = any(place >= reading.own for place, _ in names.places.get(name, ()))
        if candidates.shape(reading.words[start]) == "A" and not leads(reading.lower, start, end):
            continue
        if start and reading.lower[start - 1] in TITLE_OBJECTS:
            continue
        if own and name not in names.known and names.decide(name)[0] == "Method":
            names.introduce(name, "Method", "title-coined")
    return len(names.introduced) > before


def read_title_phrases(names: Names) -> None:
    """Introduce the title's noun phrases that end in the word of a method and stand in the abstract too,
    or, where nothing else is introduced, that the title gives as its means.
    """
    reading = names.reading
    alone = all(names.decide(name)[0] in ("Metric", "Dataset") for name in names.introduced)
    methods = {mark.end for mark in names.peers if mark.label == "Method" and mark.end <= reading.title}
    for start, end, means in title_phrases(reading.words, reading.lower, reading.title, methods):
        found = names.key_at(start, end)
        name = names.aliases.get(found, found)
        places = list(names.repeats(start, end))
        background = any(reading.body <= first < reading.own for first, _ in places)
        opened = any(
            mark.start == start and mark.end - start > 1 and not made_with(reading.lower, mark.end)
            for mark in names.peers
        )
        posed = any(
            reading.lower[first - 1] in STUDYING or introductions.posed(reading.lower, first, last)
            for first, last in places
            if first >= reading.body
        )
        if opened or posed or found in names.known or name in names.introduced or background:
            continue
        same = same_name(names, start, end, places)
        if same:
            names.aliases[found] = same
            names.long_forms.setdefault(same, names.string(start, end))
            names.places[found] = places
            continue
        if len(places) > 1 or (alone and means):
            names.places[found] = places
            names.introduced.add(name)
            names.evidence[name].append(("Method", 2.0, "title-phrase" if len(places) > 1 else "title-means"))


def same_name(names: Names, start: int, end: int, places: Sequence[Place]) -> str | None:
    """The introduced name that a phrase of the title spells out: one with its first letters, one whose long
    form holds it, or one that it says the kind of, "NAME, a new Gated Fusion method".
    """
    lower, found = names.reading.lower, names.key_at(start, end)
    short = initials(names.reading.words[start:end])
    ends = {last: name for name in names.introduced for _, last in names.places.get(name, ())}
    for first, _ in places:
        comma = next((at for at in range(first - 1, max(first - 8, 0), -1) if not lower[at].isalpha()), first)
        if lower[comma] == "," and comma in ends and lower[comma + 1] in introductions.ARTICLES:
            return ends[comma]
    return next(
        (
            name
            for name in sorted(names.introduced)
            if name == short
            or key(names.long_forms.get(name, name)).startswith(found)
            or (name in names.long_forms and key(names.long_forms[name]).endswith(found))
        ),
        None,
    )


def made_with(lower: Sequence[str], end: int) -> bool:
    """Whether a technique that ends at `end` only makes an adjective there: "Kite Learning-Enhanced"."""
    return lower[end + (lower[end] == "-")] in MADE


def title_phrases(
    words: Sequence[str], lower: Sequence[str], body: int, methods: Container[int]
) -> Iterator[tuple[int, int, bool]]:
    """(start, end, means) of the title's noun phrases of three words or more that end in the word of a
    method or where one of `methods` ends, stand alone and are not what the paper is for, in or on; `means`:
    whether "via", "with" … leads to it, or the title opens with it and ends or goes on with "for", "with" or
    a colon. None of a title that says to study: "NAME: A Case Study".
    """
    if not STUDIED_TITLES.isdisjoint(dropwhile(":".__ne__, lower[:body])):
        return
    for start, end in title_parts(lower, body, TITLE_BREAKS):
        before = start - 2 if start > 1 and lower[start - 1] in ("a", "an", "the") else start - 1
        opener = lower[before] if start else ""
        if opener == "and" or (end < body and lower[end] == "and"):
            continue
        first = start
        while first < end and lower[first] in TITLE_NOISE:
            first += 1
        opening = first == 0 and (end == body or lower[end] in OPENED) and titled(words[:end])
        if (
            opening
            and end < body
            and lower[end] == ":"
            and (lower[0] in FUNCTION_WORDS or "," in words[:end])
        ):
            continue
        last = end - (opening and end - 1 in methods and lower[end - 1] in MODELING)
        if (
            sum(word[0].isalpha() for word in words[first:last]) >= 3
            and (
                lower[last - 1] in TITLE_HEADS
                or (opening and last in methods)
                or (opener == "via" and means_head(words[first:body], last - first))
            )
            and words[first][0].isupper()
            and not lower[first].endswith("ing")
            and opener not in TITLE_AIMS
            and not (opener == "of" and lower[before - 1] in STUDIED)
            and OLD_THINGS.isdisjoint(lower[start:first])
            and lower[first] not in KINDS_FIRST
            and lower[last - 2 : last] != ["language", "models"]
        ):
            yield first, last, opening or opener in TITLE_MEANS


def means_head(words: Sequence[str], end: int) -> bool:
    """Whether a title's phrase after "via" up to `end` is a name by its capitals, by its last word, which is
    singular and none for a resource, and by what follows.
    """
    head, after = words[end - 1].lower(), words[end].lower() if end < len(words) else ""
    singular = not head.endswith("s") or head.endswith(("ss", "is"))
    return (
        titled(words[:end])
        and singular
        and head not in NO_MEANS
        and after in ("", ":", "and", "for", "in", "with")
    )


def titled(words: Sequence[str]) -> bool:
    """Whether words are in title case, but for what a hyphen joins on: "Multi-modal Pre-training"."""
    return all(
        word[0].isupper() or not word[0].isalpha() or before == "-" or word in SUFFIXES
        for before, word in pairwise(["", *words])
    )


def initials(words: Sequence[str]) -> str:
    """The first letters of a phrase's words, in lower case: what may be its abbreviation."""
    return "".join(word[0].lower() for word in words if word[0].isalpha() and word not in FUNCTION_WORDS)


def leads(lower: Sequence[str], start: int, end: int) -> bool:
    """Whether an abbreviation in the title names the means: first, in brackets, or after "via", "with" …"""
    opener = lower[start - 1] if start else "("
    return opener in LEADING_TITLE and not introductions.suffixed(lower, end)


def title_colon(words: Sequence[str], spaced: Sequence[bool], body: int) -> int | None:
    """The token of the colon or dash after a title's first words, or of "Technical Report",
    None if there is none among the first nine.
    """
    for index in range(1, min(body, 9)):
        if words[index] == ":" or (words[index] in ("—", "–") and spaced[index - 1]):
            return index
        if words[index : index + 2] == ["Technical", "Report"]:
            return index
    return None
