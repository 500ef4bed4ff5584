"""What a paper introduces, read from its title and from what it says of its own work."""

from collections.abc import Sequence
from itertools import chain

from extractors import candidates, introductions, parts, titles
from extractors.abbreviations import Definition
from extractors.lists import cues
from extractors.names import LISTED, Names, Starts
from extractors.reading import Mark, Reading

PLAIN_LOSSES = cues("plain-losses")
RIVALS = candidates.COMPARERS | {"including", "like"}
VERSIONS = cues("version-words")
SAME = candidates.METHOD_HEADS | introductions.NAMED | {")", ","}
INSIDE = cues("inside")
DERIVED = frozenset(["extension", "successor", "variant", "version"])


def named(reading: Reading, listed: Sequence[Mark], definitions: Sequence[Definition]) -> Names:
    """The unlisted names of a page with all that speaks for their kinds."""
    names = Names(reading, listed)
    titled = titles.read_title(names)
    names.read_definitions(definitions)
    titles.read_spelled(names)
    names.read_surroundings()
    starts = names.by_start()
    read_verbs(names, starts)
    read_beside(names, starts)
    read_phrases(names, starts)
    parts.read_lists(names, starts)
    read_passives(names, starts)
    parts.read_spelled(names)
    parts.read_titled(names, starts)
    read_variants(names)
    if not titled and not titles.read_coined(names):
        titles.read_title_phrases(names)
    names.share_lists()
    return names


def read_verbs(names: Names, starts: Starts) -> None:
    """Introduce the objects of verbs of proposing."""
    reading = names.reading
    for first, last in introductions.windows(reading.lower, reading.sentences, reading.body):
        label = introductions.kind(reading.lower, first, min(last, first + 16))
        for index, name in enumerate(proposed(names, starts, first, last)):
            own = names.decide(name)[0] if index else None
            names.introduce(name, own if own in ("Method", "Dataset") else label, "proposed-name")


def proposed(names: Names, starts: Starts, first: int, last: int) -> Sequence[str]:
    """The names that are the object of the verb of proposing before token `first`,
    and those enumerated with it.
    """
    lower, position = names.reading.lower, -1
    found: list[str] = []
    for start in range(first, names.reading.ends[first - 1]):
        if start not in starts or start < position:
            continue
        name, end = starts[start]
        if introductions.posed(lower, start, end):
            break
        spelled = name in names.long_forms or lower[end : end + 1] == ["("]
        if introductions.suffixed(lower, end) or embedded(names, starts, start, max(first, position)):
            continue
        if introductions.modifies(lower, end) and introductions.kind(lower, end, end + 5) != "Dataset":
            continue  # "the Gravel code", but "the Gravel image dataset"
        objected = introductions.objected(lower, start, first)
        if position >= 0:
            follows = (spelled and objected) or listed_on(names, position, start, end, name)
        elif start >= last and not spelled:
            break
        else:
            plain = not spelled and not name.startswith(LISTED)
            follows = objected or (plain and introductions.PREPOSITIONS.isdisjoint(lower[first:start]))
            if name.startswith(LISTED):
                follows = introductions.bare(lower, start, first)
        if 0 <= position < start and renamed(lower[position:start]):
            found.pop()
            follows = True
        if follows:
            found.append(name)
            position = end
    return found


def renamed(between: Sequence[str]) -> bool:
    """Whether the words between two names say that the second is what the first only describes:
    "a new FOO model NAME", "a new foo bar (FB) framework, termed NAME".
    """
    called = between[-1:] and between[-1] in introductions.NAMED
    return (SAME if called else candidates.METHOD_HEADS).issuperset(between)


def embedded(names: Names, starts: Starts, start: int, first: int) -> bool:
    """Whether a name at `start` is an abbreviation in brackets of what the object is made of or made for:
    its long form is no object, has no article that calls it a part of its own, and is no title of a method
    nor led to by "with".
    """
    reading = names.reading
    lower, name = reading.lower, starts[start][0]
    opening = next((at for at in range(first, start) if starts.get(at) == (name, start - 1)), start)
    if lower[start - 1] != "(" or opening == start or introductions.objected(lower, opening, first):
        return False
    if introductions.named(lower, opening) or lower[opening - 1] in introductions.OWN_ARTICLES:
        return False
    heads = {candidates.KINDS.get(lower[at]) for at in (start - 2, min(starts[start][1] + 1, len(lower) - 1))}
    titled = all(reading.words[at][0].isupper() for at in (opening, start - 2))
    part = lower[opening - 1] == "with" or (titled and INSIDE.isdisjoint(lower[first:start]))
    return not (part and "Method" in heads)


def listed_on(names: Names, position: int, start: int, end: int, name: str) -> bool:
    """Whether a name goes on from a proposed one that ends at `position`: "A and B", "A, …, and B for …",
    "a new A method, B, which".
    """
    lower, unlisted = names.reading.lower, not name.startswith(LISTED)
    between, after = lower[position:start], lower[end : end + 1]
    acts = bool(after) and (after[0] in candidates.METHOD_VERBS or after[0] in introductions.BE)
    another = lower[start - 2 : start] == [",", "and"] and not acts and RIVALS.isdisjoint(between)
    apposed = after == between[-1:] == [","] and not candidates.METHOD_HEADS.isdisjoint(between[-2:-1])
    joined = len(between) <= 3 and "and" in between and introductions.ACTS.isdisjoint(between)
    derived = {"and", "its"}.issubset(between) and not DERIVED.isdisjoint(between[-2:]) and len(between) <= 6
    return joined or derived or (unlisted and (another or apposed))


def read_beside(names: Names, starts: Starts) -> None:
    """Introduce what the paper calls its work, what follows "our", and what an apposition calls new."""
    lower, ends, body = names.reading.lower, names.reading.ends, names.reading.body
    ours = -1
    for start, (name, end) in sorted(starts.items()):
        if start < body or introductions.suffixed(lower, end) or introductions.posed(lower, start, end):
            continue
        joined = ours == start - 1 and lower[ours] == "and" and not name.startswith(LISTED)
        if introductions.named_by_us(lower, start, names.reading.own):
            names.introduce(name, introductions.kind(lower[:start][::-1], 0, 10), "called-name")
        elif joined or introductions.possessed(lower, start):
            enclosed = lower[start - 1 : start] == lower[end : end + 1] == [","]
            rule = "called-name" if enclosed and names.plain_word([(start, end)]) else "our-name"
            names.introduce(name, introductions.kind(lower, end, end + 6), rule)
            ours = end
        elif introductions.apposed(lower, end, ends[start]):
            names.introduce(name, introductions.kind(lower, end, end + 12), "apposed-name")
        elif coined_first(names, name, start, end) and (
            label := introductions.explained(lower, start, end, ends[start])
        ):
            names.introduce(name, label, "explained-name")


def coined_first(names: Names, name: str, start: int, end: int) -> bool:
    """Whether an unlisted name of one word without a long form stands at `start` first in the abstract,
    in its own part.
    """
    if (
        name.startswith(LISTED)
        or name in names.long_forms
        or start < names.reading.own
        or " " in names.string(start, end)
    ):
        return False
    places = names.places.get(name, ())
    return start == min((first for first, _ in places if first >= names.reading.body), default=start)


def read_phrases(names: Names, starts: Starts) -> None:
    """Introduce what is in lower case and proposed, or called by a name, if the paper takes it up again."""
    reading = names.reading
    proposed = introductions.windows(reading.lower, reading.sentences, reading.body)
    callings = introductions.callings(reading.lower, reading.sentences, reading.own)
    losses = introductions.new_losses(reading.lower, reading.sentences, reading.own)
    for rule, ranges in (("proposed-phrase", chain(proposed, losses)), ("called-phrase", callings)):
        for first, last in ranges:
            place = introductions.phrase(reading.lower, first, last)
            if place is None or any(map(str.isupper, names.string(*place))):
                continue
            if introductions.renamed(reading.lower, place[1], starts):
                continue
            found, places = names.key_at(*place), list(names.repeats(*place))
            quoted = reading.lower[place[0] - 1] in introductions.QUOTES
            coined = reading.lower[place[1] - 1] == "loss" and PLAIN_LOSSES.isdisjoint(
                reading.lower[place[0] : place[1] - 1]
            )
            bare = rule == "proposed-phrase" and introductions.bare_phrase(reading.lower, *place)
            called = rule == "called-phrase" and (quoted or introductions.called_by_us(reading.lower, first))
            again = len(places) > 1 or coined or bare or called
            if again and found not in names.known and found not in names.places:
                names.places[found] = places
                names.introduce(found, "Method", rule)


def read_passives(names: Names, starts: Starts) -> None:
    """Introduce the subjects of "is proposed", "was designed" where the paper speaks of its own work."""
    lower = names.reading.lower
    for first, last in names.reading.sentences:
        if first < names.reading.own:
            continue
        for opening, be in introductions.passives(lower, first, last):
            for start in range(opening, be):
                name, end = starts.get(start, ("", start))
                leads = introductions.bare if name.startswith(LISTED) else introductions.objected
                if name and end <= be and leads(lower, start, opening):
                    names.introduce(name, introductions.kind(lower, opening, be), "passive-name")


def read_variants(names: Names) -> None:
    """`VAN-B6` is a size of the introduced `VAN`, `GNN-MolKAN+` its extension."""
    bases = [
        names.shown(name)
        for name in sorted(names.introduced)
        if name.startswith(LISTED) or names.places.get(name)
    ]
    heads = tuple(f"{base}{mark}" for base in bases if len(base) > 2 for mark in "-+")
    tails = tuple(f"-{base}" for base in bases if len(base) > 2)
    for found, places in names.places.items():
        shown = names.string(*places[0])
        base = next((head for head in heads if shown.startswith(head)), shown)
        word = shown[len(base) :].partition("-")[0].partition(" ")[0]
        sized = word.lower() in VERSIONS
        if (
            base != shown and (sized or not ((word.islower() or word.endswith("ed")) and len(word) > 3))
        ) or shown.endswith(tails):
            name = names.aliases.get(found, found)
            names.introduce(name, names.decide(name)[0] or "Method", "variant")
    names.introduced.update(LISTED + mark.name for mark in names.listed if mark.name.startswith(heads))
