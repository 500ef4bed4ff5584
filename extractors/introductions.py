"""Which names a paper introduces: the title's `NAME: …`, "we propose NAME", "called NAME", "our NAME",
"NAME, a new …".
"""

from collections.abc import Container, Iterator, Sequence
from itertools import dropwhile, pairwise

from extractors.abbreviations import TITLE_BREAKS
from extractors.candidates import FUNCTION_WORDS, KINDS, METHOD_HEADS, METHOD_VERBS, SUFFIXES
from extractors.lists import cues
from extractors.phrases import title_parts

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
LEADING = PREPOSITIONS - {"and", "or", "through", "as"}
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
BEFORE_PARTS = BEFORE_NOUNS | METHOD_VERBS
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


def acts(lower: Sequence[str], end: int) -> bool:
    """Whether a verb may stand behind a name that ends at `end`, with its abbreviation: "NAME decides"."""
    end = bracketed(lower, end)
    return end < len(lower) and lower[end].endswith("s")


def with_article(lower: Sequence[str], start: int, first: int) -> bool:
    """Whether a noun phrase at `start` has an article and no preposition leads to it,
    nor a word for what others did.
    """
    index = start - 1
    while index >= first and lower[index][0].isalpha() and lower[index] not in BEFORE_PARTS:
        index -= 1
    led = index > first and lower[index - 1] in LEADING
    return index >= first and lower[index] in ARTICLES and not led


AUTHORS = frozenset(["we", "our", "us"])
WORKS = frozenset(["paper", "work", "study", "article", "letter", "thesis", "survey", "report"])


def own_part(lower: Sequence[str], sentences: Sequence[tuple[int, int]], body: int) -> int:
    """The token where the abstract starts to speak of its own work; names before it are background."""
    for first, last in sentences:
        words = lower[first:last]
        if first >= body and (
            not AUTHORS.isdisjoint(words)
            or (
                not WORKS.isdisjoint(words)
                and any(a in ("this", "the", "present") and b in WORKS for a, b in pairwise(words))
            )
        ):
            return first
    return body


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
PLAIN_TITLE_HEADS = cues("plain-title-heads")
TITLE_HEADS = (
    cues("title-method-heads") | {word for word, kind in KINDS.items() if kind == "Method"}
) - PLAIN_TITLE_HEADS


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
    return opener in LEADING_TITLE and not suffixed(lower, end)


def named(lower: Sequence[str], start: int) -> bool:
    """Whether `start` follows "called", "termed as", "which we dub", "referred to as the" …"""
    before = [word for word in lower[max(0, start - 6) : start] if word not in NAMED_FILL]
    if before[-2:] == ["call", "our"]:
        return True
    if before[-1:] == ["to"]:
        return before[-2:-1] in (["refer"], ["referred"], ["refers"])
    if before[-1:] == ["namely"]:
        return not NAMERS.isdisjoint(lower[max(0, start - 30) : start])
    return bool(before) and (before[-1] in NAMED or (before[-1] in NAME_VERBS and before[-2:-1] == ["we"]))


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


def named_by_us(lower: Sequence[str], start: int, own: int) -> bool:
    """Whether `start` follows "called", "named" … where the paper speaks of its own work, from `own` on."""
    if not named(lower, start):
        return False
    before = lower[max(0, start - 30) : start]
    return not NAMERS.isdisjoint(before) or (start >= own and OTHERS_NAME.isdisjoint(before[-12:]))


EARLIER = frozenset(["earlier", "existing", "previous", "prior"])
BASES = frozenset(["on", "upon"])


def possessed(lower: Sequence[str], start: int) -> bool:
    """Whether `start` follows "our", "the proposed", "our framework,", "the proposed method (" …"""
    index = start - 1
    if index > 1 and lower[index] in (",", "(") and lower[index - 1] in METHOD_HEADS:
        index -= 1
    owned = lower[max(0, index - 3) : index]
    if lower[index] in METHOD_HEADS and "our" in owned:
        return EARLIER.isdisjoint(owned) and lower[index - len(owned) - 1 + owned.index("our")] not in BASES
    index -= lower[index] in METHOD_HEADS
    before = tuple(lower[max(0, index - 1) : index + 1])
    return before[-1:] == ("our",) or before in OWN_WORDS


def apposed(lower: Sequence[str], end: int, last: int) -> bool:
    """Whether `end` opens ", a novel framework" or "is a new method"."""
    after = lower[end : min(end + 4, last)]
    if len(after) < 3:
        return False
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


PARTS = cues("parts")
PART_COUNTS = cues("part-counts")
PART_OTHERS = cues("part-others")
PART_OPENERS = cues("part-openers")
PART_VERBS = cues("part-verbs")
PART_SIGNS = PARTS | PART_VERBS
NOT_PARTS = cues("not-parts")
ITEM_LEADS = frozenset(
    [",", ":", ";", "and", ")", "i.e.", "namely", "including", "of", "&", "both", "comprising"]
)


NUMBERS = frozenset(["a", "b", "c", "d", "i", "ii", "iii", "iv", "v"])


def part_lists(lower: Sequence[str], first: int, last: int, ours: Container[int]) -> Iterator[int]:
    """The tokens of a sentence after "three modules:", "two key designs, i.e.", or "comprises" where
    one of `ours` ends.
    """
    for index in range(first, last):
        if lower[index] not in PART_SIGNS:
            continue
        if lower[index] in PART_VERBS and index in ours:
            yield index + 1
        elif lower[index] in PARTS:
            before = lower[max(first, index - 4) : index]
            after = range(index + 1, min(index + 4, last))
            opener = next((place for place in after if lower[place] in PART_OPENERS), None)
            if opener and not PART_COUNTS.isdisjoint(before) and PART_OTHERS.isdisjoint(before):
                yield opener + 1


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


def itemed(lower: Sequence[str], start: int, first: int) -> bool:
    """Whether a name at `start` is a member of a list that opens at `first`, with its article."""
    index = start - 1
    while index >= first and (lower[index] in ARTICLES or lower[index] in NOVEL):
        index -= 1
    return index < first or (lower[index] in ITEM_LEADS and (lower[index] != ")" or numbered(lower, index)))


def numbered(lower: Sequence[str], closing: int) -> bool:
    """Whether a bracket closes the number of a list's item: "(1)", "ii)"."""
    return lower[closing - 1].isdigit() or lower[closing - 1] in NUMBERS


def of_others(lower: Sequence[str], first: int, start: int) -> bool:
    """Whether a list that opens at `first` holds another list before `start`, which is none of parts:
    "across five tasks including".
    """
    return any(
        word in NOT_PARTS and after in ("including", ":", "(", "such")
        for word, after in pairwise(lower[first:start])
    )


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
