"""What a difference is measured against: the method behind "over", "than" or "compared to"."""

from collections.abc import Iterator, Sequence
from itertools import dropwhile, zip_longest

from extractors.clauses import BOUNDARIES, CLAIM_VERBS, COMPARE_VERBS, Spot, enumerations
from extractors.lists import cues
from extractors.numbers import CHANGE_VERBS
from extractors.reading import Mark

BREAKERS = cues("breakers")
COMPARE = COMPARE_VERBS | frozenset(["over", "than", "versus", "vs.", "vs", "against"])
COMPARING = COMPARE | {"above", "behind", "below", "compared", "relative", "respect"}
BEHIND = COMPARING - COMPARE_VERBS
THAT_OF = frozenset(["for", "in", "that", "those"])
PRAISE = frozenset(
    ["-", "state", "of", "the", "art", "sota", "best", "comparable", "standard", "to", "with", "performed"]
)
PLURAL = frozenset(["algorithms", "approaches", "losses", "methods", "models", "networks", "variants"])
KINDS = PLURAL | {"architectures", "baselines", "predictors", "systems", "techniques"}
LED = frozenset(["across", "by", "for", "from", "in", "into", "of", "on", "over", "to"])

Owner = tuple[str | None, bool]


def versus_of(spot: Spot, owners: Sequence[Owner]) -> tuple[str | None, str]:
    """(method, rule) of what a difference is measured against.

    What follows the number or the last one coordinated with it ("3% over X"), else the object of
    "outperforms", else what stands before it ("compared to X, …"); none where several compete.
    """
    sentence, rivals = spot.sentence, rivals_of(spot, {name for name, _ in owners})
    for end, last in coordinated_numbers(spot):
        behind = [mark for mark in rivals if end <= mark.start < last]
        if found := held_against(spot, behind, end, BEHIND):
            return found, "result-versus-behind"
    earlier = [group.end for group in sentence.groups if group.end <= spot.group.start]
    again, other = elided(spot, rivals, earlier[-1]) if earlier else (False, None)
    if again:
        return other, "result-versus-object" if other else ""
    for first in (max(earlier, default=sentence.first), sentence.first):
        ahead = [mark for mark in rivals if first <= mark.start and mark.end <= spot.group.start]
        if found := held_against(spot, ahead, clause_start(spot, first), COMPARING):
            return found, "result-versus-object"
    changed = [mark.name for mark in rivals if changes(spot, mark)]
    return (changed[0], "result-versus-object") if len(changed) == 1 else (None, "")


def changes(spot: Spot, mark: Mark) -> bool:
    """Whether a method is what a verb of change before the number has for its object: "improves X by 3%",
    "reduces the error of X by 12%".
    """
    lower, before = spot.lower, mark.start - 1 - (spot.lower[mark.start - 1] == "the")
    if not mark.end < spot.group.start <= mark.end + 6 or "by" not in lower[mark.end : spot.group.start]:
        return False
    verbs = CHANGE_VERBS - COMPARE_VERBS
    return lower[before] in verbs or (
        lower[before] == "of" and not verbs.isdisjoint(lower[max(0, before - 4) : before])
    )


def rivals_of(spot: Spot, names: set[str | None]) -> list[Mark]:
    """The methods of the sentence but the paper's own, those in `names` and kinds ("LLM baselines")."""
    lower = spot.lower
    return [
        mark
        for mark in spot.sentence.of("Method")
        if mark.name not in names
        and mark.name not in spot.reading.introduced
        and lower[mark.end] != "-"
        and not (mark.generic and lower[mark.end] in KINDS)
    ]


def coordinated_numbers(spot: Spot) -> Iterator[tuple[int, int]]:
    """(end, end of its reach) of the number and of those that "and" joins to it: "3% and 4 points"."""
    groups = spot.sentence.groups[spot.sentence.groups.index(spot.group) :]
    for group, following in zip_longest(groups, groups[1:]):
        yield group.end, group.last
        if following is None or "and" not in spot.lower[group.end : following.start][:8]:
            break


def clause_start(spot: Spot, first: int) -> int:
    """Where the last clause with a subject of its own opens between a word and the number, else that word."""
    parted = (place for place in range(first, spot.group.start) if parts(spot.lower, place))
    return max(parted, default=first)


def parts(lower: Sequence[str], place: int) -> bool:
    """Whether a word opens a clause of its own, with a subject: "while others", not "while reducing"."""
    goes_on = lower[place + 1].endswith("ing") or lower[place + 1] == "also"
    return lower[place] in BOUNDARIES and not goes_on


def elided(spot: Spot, rivals: Sequence[Mark], first: int) -> tuple[bool, str | None]:
    """(whether the verb of the number before holds for another object, that if it is a method):
    "beats A by 5% and B by 3%".
    """
    lower = spot.lower
    gap = lower[first : spot.group.start]
    joined = next((place for place, word in enumerate(gap) if word == "and"), len(gap))
    between = gap[joined + 1 :]
    if "by" not in between or between[0] in ("by", *LED) or not CLAIM_VERBS.isdisjoint(gap):
        return False, None
    measured = any(first + joined < mark.start < spot.group.start for mark in spot.sentence.of("Metric"))
    names = [mark.name for mark in rivals if first + joined < mark.start < spot.group.start]
    return not measured, names[0] if len(names) == 1 else None


def held_against(spot: Spot, rivals: Sequence[Mark], first: int, leads: frozenset[str]) -> str | None:
    """The only rival that a word of comparison leads to from `first` on: "than the recent X",
    "than others (e.g., X)"; of as many as numbers, the one at the number's place.
    """
    lower = spot.lower
    for word in range(first, rivals[-1].start if rivals else first):
        if parts(lower, word) and word > first:
            return None
        later = [mark for mark in rivals if mark.start > word] if lower[word] in leads else ()
        run = next(enumerations(later, lower), None)
        if run and meets(lower[word + 1 : run[0].start]):
            if len(run) == len(spot.group.numbers):
                return run[spot.index].name
            return run[0].name if len(run) == 1 else None
    return None


def meets(between: Sequence[str]) -> bool:
    """Whether the words from a comparison to a rival lead to it: "that of the best", "others (e.g."."""
    rest = [*dropwhile(THAT_OF.__contains__, (word for word in between if word not in PRAISE))]
    named = len(rest) <= 3 and BREAKERS.isdisjoint(rest) and PLURAL.isdisjoint(rest)
    return named or (len(rest) <= 9 and not {"e.g.", "i.e."}.isdisjoint(rest[-3:]))
