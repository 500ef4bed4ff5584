"""Which names the sentences of an abstract introduce: "we propose NAME", "called NAME", "our NAME",
"NAME, a new …".
"""

from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from extractors.candidates import FUNCTION_WORDS, KINDS, METHOD_HEADS, METHOD_VERBS, SUFFIXES
from extractors.lists import cues

PROPOSE = cues("propose")
OURS = frozenset(["we", "us", "paper", "work", "article", "study", "authors", "here", "approach", "letter"])
BEFORE_ADJECTIVE = frozenset(["the", "our", "a", "this", "newly", "recently", "previously", "of"])
NAMED = cues("named")
NAME_VERBS = frozenset(["call", "dub", "name", "term", "denote"])
NAMED_ALL = NAMED | NAME_VERBS
NAMED_FILL = frozenset(
    [
        '"',
        "'",
        "the",
        "as",
        "`",
        "(",
        "a",
        "“",
        "‘",
        "''",
        "``",
        "it",
        "this",
        "method",
        "approach",
        "framework",
    ]
)
OTHERS = cues("others")
OTHERS_NAME = OTHERS | {"commonly", "so", "also", "often", "sometimes", "usually"}
OWN_WORDS = {("the", "proposed"), ("our", "proposed"), ("our", "new"), ("our", "novel")}
STOPS = cues("stops")
NOVEL = cues("novel")
MEASURES = frozenset(["metric", "metrics", "measure", "measures", "indicator", "indicators"])
MEASURE_ENDS = NAMED | {"for", "of", "to", "that", "which", "is", "are", "based", "on", "measuring"}


def by_us(lower: Sequence[str], first: int, verb: int) -> bool:
    """Whether the verb's subject is the paper: "we propose", "this paper introduces", "X is proposed"."""
    window = lower[first if lower[verb - 1] == "and" else max(first, verb - 6) : verb]
    if any(word in OURS for word in window):
        return True
    return (
        not window
        or (len(window) <= 2 and verb - first <= 2)
        or lower[verb] == "introducing"
        or lower[max(first, verb - 2) : verb] == ["is", "then"]
    )


def kind(lower: Sequence[str], first: int, last: int) -> str | None:
    """Dataset, Metric or Method: what the first head noun of a range says, None if there is none;
    "an instruction-tuning dataset" is a dataset.

    A metric is the head only if no other follows and the phrase ends with it: "a metric learning method".
    """
    kinds = [KINDS.get(word) for word in lower[first:last]]
    heads = (kind for kind, after in pairwise([*kinds, None]) if after != "Dataset" or kind == after)
    found = next((kind for kind in heads if kind in ("Dataset", "Method")), None)
    if found is None and any(
        lower[index] in MEASURES and (lower[index + 1] in ",:;.(" or lower[index + 1] in MEASURE_ENDS)
        for index in range(first, min(last, len(lower) - 1))
    ):
        return "Metric"
    return found


def windows(
    lower: Sequence[str], sentences: Sequence[tuple[int, int]], body: int
) -> Iterator[tuple[int, int]]:
    """Token ranges after a verb of proposing whose subject is the paper, up to the end of its object."""
    for first, last in sentences:
        if first < body or PROPOSE.isdisjoint(lower[first:last]):
            continue
        for verb in (place for place in range(first, last) if lower[place] in PROPOSE):
            that = lower[verb + 1 : verb + 2] == ["that"]
            adjective = that or (verb > first and lower[verb - 1] in BEFORE_ADJECTIVE)
            if not adjective and by_us(lower, first, verb):
                end = verb + 1
                while end < min(last, verb + 32) and not (lower[end] in STOPS and lower[end - 1] not in "(-"):
                    end += 1
                yield verb + 1, end


PREPOSITIONS = cues("prepositions")
LEADING_AWAY = PREPOSITIONS | {"that", "to", "using", "which", "utilizing"}
NAMERS = PROPOSE | {"our"}
OURS_OR_NAMERS = NAMERS | {"we"}
TASKS = frozenset(["task", "problem"])
TASK_LINKS = frozenset(["of", "called", "named", "termed", ",", ":", "the", "a", "namely", "dubbed", "-"])
AFTER_TASK = frozenset(["that", "which", "where", "to", ".", ",", "designed", "requiring"])
PRETEXTS = frozenset(["-", "auxiliary", "pretext", "proxy", "pretraining", "training"])
ARTICLES = frozenset(["a", "an", "the", "our", "two", "three"])
BEFORE_NOUNS = ARTICLES | LEADING_AWAY | OTHERS | {"against"}
OWN_ARTICLES = ARTICLES - {"the"}
FAMILIES = frozenset(["class", "concept", "family", "idea", "notion", "paradigm", "series", "suite"])
KNOWN = NAMED_ALL | {"known", "referred"}


def objected(lower: Sequence[str], start: int, verb: int) -> bool:
    """Whether a name at `start` is itself the object of the verb, not what the object is made of:
    no preposition leads to it and it stands in no clause of its own.
    """
    index = start - 1
    while (
        index >= verb
        and (lower[index] not in LEADING_AWAY or lower[index - 1] == "-" or one_of(lower, index))
        and lower[index] not in (",", ";", "(", ":")
        and lower[index] not in ARTICLES
    ):
        index -= 1
    verbs = index >= verb and lower[index] == "and" and lower[index - 1] not in PROPOSE
    acts = verbs and lower[index + 1 + (lower[index + 1] in FILL)] in ACTS
    if index > verb and lower[index] == "and" and lower[index - 1] == ")":
        opening = next((at for at in range(index - 2, verb, -1) if lower[at] == "("), verb)
        return not acts and objected(lower, opening, verb)
    if index > verb and lower[index] == "and" and index == start - 1:
        return not acts and objected(lower, index, verb)
    if index >= verb and lower[index] in ARTICLES:
        index -= 1
    called = lower[index] == "as" and lower[index - 1] in KNOWN
    return index < verb or called or (lower[index] in (",", ";", "and", ":", "(") and not acts)


def one_of(lower: Sequence[str], index: int) -> bool:
    """Whether an "of" only says what kind of thing its noun is: "a family of NAME"."""
    return lower[index] == "of" and lower[index - 1] in FAMILIES


def bracketed(lower: Sequence[str], end: int, longest: int = 6) -> int:
    """The end of a name with the abbreviation in brackets behind it, of so many tokens at most."""
    after = lower[end : end + longest]
    return end + after.index(")") + 1 if after[:1] == ["("] and ")" in after else end


def posed(lower: Sequence[str], start: int, end: int) -> bool:
    """Whether a name is that of a task or a problem: "the task of NAME", "the problem NAME",
    "NAME, a new learning task that".
    """
    before = start - 1
    while lower[before] in TASK_LINKS:
        before -= 1
    if lower[before] in TASKS:
        return lower[before - 1] not in PRETEXTS
    end = bracketed(lower, end)
    after = lower[end : end + 8]
    if after[:1] == ["problem"]:
        return True
    if after[:1] != [","] or after[1:2] == [] or after[1] not in ARTICLES:
        return False
    return any(
        word in TASKS and before not in PRETEXTS and (then in AFTER_TASK or then in PREPOSITIONS)
        for before, word, then in zip(after, after[1:], after[2:], strict=False)
    )


def bare(lower: Sequence[str], start: int, verb: int) -> bool:
    """Whether a name that others know stands right after the verb, an article or a comma: "a new X" and
    "a dense X" are not X itself.
    """
    index = start - 1 - (start > verb and lower[start - 1] in ARTICLES)
    return index < verb or lower[index] in (",", ";", ":", "as")


def suffixed(lower: Sequence[str], end: int) -> bool:
    """Whether a name that ends at `end`, with its abbreviation, is but an adjective: "R1-style"."""
    end = bracketed(lower, end + (lower[end : end + 1] == [")"]))
    after = lower[end + 1] if lower[end : end + 1] == ["-"] and end + 1 < len(lower) else ""
    return after in SUFFIXES or (after.endswith("ed") and len(after) > 4)


PART_WORDS = cues("part-words")
PART_HEADS = (METHOD_HEADS | PART_WORDS) - {"baseline", "baselines"}
APPOSITIONS = {"(": frozenset(")"), ",": frozenset([",", ".", "which"])}
STOPPED = frozenset([",", ";", ":", ".", "(", ")"])
BEHIND_NAMES = cues("behind-names")
LED_ON = cues("led-on")
LED_TOOLS = LED_ON - {",", "and", "with"}
ACTS = (METHOD_VERBS | LED_TOOLS | cues("used")) - PROPOSE


def explained(lower: Sequence[str], start: int, end: int, last: int) -> str | None:
    """The kind of a name that, where it first stands, has what it is beside it and is not led to as a tool
    or a rival: "NAME, a lightweight encoder", "a lightweight encoder (NAME)", "a lightweight encoder, NAME,".
    """
    closing = APPOSITIONS.get(lower[start - 1])
    if closing and lower[start - 2] in PART_HEADS and closing.issuperset(lower[end : end + 1]):
        opening = start - 2
        while lower[opening] not in BEFORE_NOUNS and lower[opening] not in STOPPED:
            opening -= 1
        return "Method" if lower[opening] in OWN_ARTICLES and lower[opening - 1] not in LED_TOOLS else None
    if lower[end : end + 2] not in ([",", "a"], [",", "an"]) or lower[start - 1] in LED_ON:
        return None
    after = lower[end + 2 : min(end + 9, last)]
    head = next((at for at, word in enumerate(after) if KINDS.get(word) in ("Method", "Dataset")), None)
    known = head is None or not OTHERS.isdisjoint(after[:head])
    return None if known else kind(lower, end, end + 12)


PLAIN_HEADS = cues("plain-heads")
NOT_TOLD_APART = FUNCTION_WORDS | METHOD_HEADS | METHOD_VERBS | LEADING_AWAY | PLAIN_HEADS | BEHIND_NAMES


def modifies(lower: Sequence[str], end: int) -> bool:
    """Whether a name that ends at `end`, with its abbreviation, only tells apart what stands behind it, and
    that is no method: "KL divergence".
    """
    end = bracketed(lower, end + (lower[end : end + 1] == [")"]))
    word = lower[end] if end < len(lower) else ""
    return (
        word.isalpha()
        and word not in NOT_TOLD_APART
        and KINDS.get(word) not in ("Method", "Dataset")
        and not word.endswith(("ed", "ing", "ly"))
    )


def named(lower: Sequence[str], start: int) -> bool:
    """Whether `start` follows "called", "termed as", "which we dub", "referred to as the" …"""
    before = [word for word in lower[max(0, start - 6) : start] if word not in NAMED_FILL]
    if before[-1:] == ["our"]:
        before.pop()
    if before[-1:] == ["to"]:
        return before[-2:-1] in (["refer"], ["referred"], ["refers"])
    if before[-1:] == ["namely"]:
        return not NAMERS.isdisjoint(lower[max(0, start - 30) : start])
    return bool(before) and (before[-1] in NAMED or (before[-1] in NAME_VERBS and before[-2:-1] == ["we"]))


def named_by_us(lower: Sequence[str], start: int, own: int) -> bool:
    """Whether `start` follows "called", "named" … where the paper speaks of its own work, from `own` on."""
    if not named(lower, start):
        return False
    before = lower[max(0, start - 30) : start]
    return not NAMERS.isdisjoint(before) or (start >= own and OTHERS_NAME.isdisjoint(before[-12:]))


OWNED = METHOD_HEADS | {word for word, kind in KINDS.items() if kind == "Method" and word[-1] != "s"}
EARLIER = frozenset(["earlier", "existing", "previous", "prior"])
BASES = frozenset(["on", "upon"])


def possessed(lower: Sequence[str], start: int) -> bool:
    """Whether `start` follows "our", "the proposed", "our framework,", "the proposed method (" …"""
    index = start - 1
    if index > 1 and lower[index] in (",", "(") and lower[index - 1] in OWNED:
        index -= 1
        if lower[index - 1] == "resulting":
            return True
    owned = lower[max(0, index - 3) : index]
    if lower[index] in OWNED and "our" in owned:
        return EARLIER.isdisjoint(owned) and lower[index - len(owned) - 1 + owned.index("our")] not in BASES
    index -= lower[index] in METHOD_HEADS
    before = tuple(lower[max(0, index - 1) : index + 1])
    return before[-1:] == ("our",) or before in OWN_WORDS


def apposed(lower: Sequence[str], end: int, last: int) -> bool:
    """Whether `end` opens ", a novel framework" or "is a new method"."""
    after = lower[end : min(end + 4, last)]
    if len(after) < 3:
        return False
    if after[::3] == [",", ","] and after[1] == "our" and after[2] in METHOD_HEADS:
        return True  # "NAME, our network,"
    return (after[0] == "," and after[1] in ("a", "an", "the", "our") and after[2] in NOVEL) or (
        after[0] == "is" and after[1] in ("a", "an", "the") and after[2] in ("novel", "new", "first")
    )


QUOTES = frozenset(['"', "'", "`", "“", "‘", "''", "``"])
BEFORE_PHRASE = NOVEL | {"a", "an", "the", "our", "to", "use"}
AFTER_PHRASE = frozenset([",", ".", ";", ":", "(", "which", "that", "whereby", "where", *QUOTES])


def phrase(lower: Sequence[str], first: int, last: int) -> tuple[int, int] | None:
    """The noun phrase of two to five words in lower case letters that opens at `first`,
    after articles and praise; None if its last word names no special thing.
    """
    start = first
    while start < last and (lower[start] in BEFORE_PHRASE or lower[start] in QUOTES):
        start += 1
    end = start
    while (
        end < min(last, start + 9)
        and lower[end] not in FUNCTION_WORDS
        and (lower[end].isalpha() or (lower[end] == "-" and end > start))
        and not lower[end].endswith("ly")
    ):
        end += 1
    end -= lower[end - 1] == "-"
    if (
        end - start < 2
        or not 2 <= sum(word.isalpha() for word in lower[start:end]) <= 5
        or lower[end - 1] in PLAIN_HEADS
        or not lower[end - 1].isalpha()
        or (AFTER_PHRASE.isdisjoint(lower[end : end + 1] or ".") and lower[end - 1] != "loss")
        or lower[end - 1].endswith("ed")
        or KINDS.get(lower[end - 1]) in ("Task", "Dataset", "Metric", "None")
    ):
        return None
    return start, end


def bare_phrase(lower: Sequence[str], start: int, end: int) -> bool:
    """Whether a phrase in the singular is proposed without an article and then explained:
    "we propose gravel smoothing, a".
    """
    after = lower[end : end + 2]
    explained = after[:1] == ["which"] or (after[:1] == [","] and after[1:] != ["and"])
    return (
        lower[start - 1] in PRESENT
        and explained
        and lower[end - 2] != "-"
        and not lower[end - 1].endswith("s")
    )


def renamed(lower: Sequence[str], end: int, starts: Container[int]) -> bool:
    """Whether a phrase that ends at `end` has a name behind it: "a graph solver, called NAME"."""
    after = end + (lower[end : end + 1] == [","])
    return (after > end and after in starts) or not NAMED_ALL.isdisjoint(lower[after : after + 1])


PRESENT = frozenset(["develop", "introduce", "introduces", "present", "presents", "propose", "proposes"])
NEW = frozenset(["introduced", "new", "novel", "proposed"])
BEFORE_LOSSES = BEFORE_NOUNS | NEW


def new_losses(
    lower: Sequence[str], sentences: Sequence[tuple[int, int]], own: int
) -> Iterator[tuple[int, int]]:
    """(start, end) of the losses that the text calls new, from `own` on: "with a novel gravel loss"."""
    if "loss" not in lower:
        return
    for first, last in sentences:
        for index in range(max(first, own), last):
            if lower[index] == "loss":
                start = index - 1
                while start > first and lower[start] not in BEFORE_LOSSES and lower[start] not in ",;()":
                    start -= 1
                if lower[start] in NEW:
                    yield start + 1, index + 1


def callings(
    lower: Sequence[str], sentences: Sequence[tuple[int, int]], own: int
) -> Iterator[tuple[int, int]]:
    """(start, end) of what may be a name in lower case after "called", "which we term" … from `own` on."""
    for first, last in sentences:
        if first >= own and not NAMED_ALL.isdisjoint(lower[first:last]):
            for index in (place for place in range(first + 1, last) if lower[place] in NAMED_ALL):
                method = not METHOD_HEADS.isdisjoint(lower[max(first, index - 6) : index])
                if method and named_by_us(lower, index + 1, own):
                    yield index + 1 + (lower[index + 1 : index + 2] == ["as"]), last


def called_by_us(lower: Sequence[str], start: int) -> bool:
    """Whether the paper itself calls by name what it proposes, before `start`: "we use a method called"."""
    return lower[start - 1] != "namely" and not OURS_OR_NAMERS.isdisjoint(lower[max(0, start - 30) : start])


PASSIVES = frozenset(
    ["constructed", "designed", "developed", "devised", "formulated", "introduced", "presented", "proposed"]
)
BE = frozenset(["is", "are", "was", "were"])
FILL = frozenset(["also", "further", "then", "therefore", "first", "finally", "additionally", "thus", "here"])


def passives(lower: Sequence[str], first: int, last: int) -> Iterator[tuple[int, int]]:
    """(start, verb) of the subjects of "is proposed", "are then introduced" in a sentence."""
    if PASSIVES.isdisjoint(lower[first:last]):
        return
    start = first
    if lower[first] in PREPOSITIONS:
        start = next((index + 1 for index in range(first, last) if lower[index] == ","), last)
    for verb in range(start + 2, last):
        if lower[verb] in PASSIVES:
            be = verb - 1 - (lower[verb - 1] in FILL)
            if lower[be] in BE and "that" not in lower[start:be]:
                yield start, be
