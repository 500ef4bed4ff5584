"""The plain view of a text as it is stored: LaTeX, HTML entities and ligatures read as what they show,
with offsets back.
"""

import html
import re
import unicodedata
from dataclasses import dataclass

SYMBOLS = {
    "times": "×", "pm": "±", "sim": "~", "approx": "≈", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "ll": "≪", "gg": "≫", "rightarrow": "→", "to": "→", "leftrightarrow": "↔", "leftarrow": "←",
    "uparrow": "↑", "downarrow": "↓", "infty": "∞", "cdot": "·", "ldots": "…", "dots": "…", "in": "∈",
    "mu": "µ", "ell": "ℓ", "circ": "°", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ",
    "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "kappa": "κ",
    "lambda": "λ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ss": "ß",
    "ae": "æ", "oe": "œ", "aa": "å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ",
    "AA": "Å", "AE": "Æ", "OE": "Œ", "dh": "ð", "th": "þ", "dj": "đ", "DJ": "Đ",
}  # fmt: skip
ACCENTS = {
    "'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328",
    "r": "\u030a", "d": "\u0323",
}  # fmt: skip
ESCAPED = {**dict.fromkeys(",;:\\", " "), **dict.fromkeys("!()[]", "")}

SPECIAL = re.compile(
    r"""
      \\(?:cite[a-z]*|ref|eqref|label|footnote(?:mark)?|vspace|hspace)\*?
          (?:\[[^\]]*\])*\{[^{}]*\}                                             # shows nothing readable
    | \\href\s*\{(?P<href>[^{}]*)\}                                             # the link's text follows
    | \\(?P<accent>['`"^~=.])\s*\{?(?:\\(?=[ij]))?(?P<base>[A-Za-z])\}?         # R\'enyi, na\"{\i}ve
    | \\(?P<letter_accent>[cvuHkrd])\s*\{(?P<letter_base>[A-Za-z])\}             # Fran\c{c}ois
    | \\(?P<command>[A-Za-z]+)\*?[ ]?                                           # \alpha, \textbf
    | \\(?P<escaped>[^A-Za-z\s])                                                # \% \& \_
    | &(?P<entity>[A-Za-z]{2,8}|\#\d{1,6}|\#x[0-9A-Fa-f]{1,5});
    | (?P<ligature>[\ufb00-\ufb06])
    | (?P<quotes>``|'')
    | (?P<dashes>(?<!-)---?(?!-))
    | (?P<mark>[${}~])
    """,
    re.VERBOSE,
)
SIGNS = (*"\\${}~&\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", "``", "''", "--")
"""One of these stands in every special sequence; to look for each is faster than one expression."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """`text` is what a reader sees; character i of it stands at `starts[i]:ends[i]` of `stored`."""

    stored: str
    text: str
    starts: list[int] | range
    ends: list[int] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in `stored`, with the `$` and braces that belong to it."""
        left, right = self.starts[start], self.ends[end - 1]
        if self.stored is not self.text:
            left, right = balance(self.stored, left, right)
            right -= self.stored[left:right].endswith(" ") and not self.text[start:end].endswith(" ")
        return left, right


def balance(stored: str, left: int, right: int) -> tuple[int, int]:
    """Widen a span that cuts `$…$` or `\\command{…}` in two, where the missing half stands beside it."""
    part = stored[left:right]
    if part.count("$") % 2:
        if stored[right : right + 1] == "$":
            right += 1
        elif left and stored[left - 1] == "$":
            left -= 1
    part = stored[left:right]
    while part.count("{") > part.count("}") and stored[right : right + 1] == "}":
        right += 1
        part = stored[left:right]
    if part.count("}") > part.count("{"):
        opening = re.search(r"\\?[A-Za-z]*\{[^{}]*$", stored[max(0, left - 20) : left])
        if opening and stored[max(0, left - 20) : left].endswith("{"):
            left -= len(opening.group())
    return left, right


def shown(match: re.Match[str]) -> str:
    """What a reader sees of one special sequence; '' for mere markup."""
    kind = match.lastgroup
    if kind == "base":
        return unicodedata.normalize("NFC", match["base"] + ACCENTS[match["accent"]])
    if kind == "letter_base":
        return unicodedata.normalize("NFC", match["letter_base"] + ACCENTS[match["letter_accent"]])
    if kind == "command":
        return SYMBOLS.get(match["command"], "")
    if kind == "escaped":
        return ESCAPED.get(match["escaped"], match["escaped"])
    if kind == "entity":
        decoded = html.unescape(match.group())
        return decoded if len(decoded) == 1 else match.group()
    if kind == "ligature":
        return unicodedata.normalize("NFKC", match["ligature"])
    if kind == "quotes":
        return '"'
    if kind == "dashes":
        return "–" if match["dashes"] == "--" else "—"
    return " " if match["mark"] == "~" else ""


def plain(stored: str) -> Plain:
    """The plain view of `stored` (any string; never fails)."""
    if not any(sign in stored for sign in SIGNS):
        return Plain(stored=stored, text=stored, starts=range(len(stored)), ends=range(1, len(stored) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in SPECIAL.finditer(stored):
        start, end = match.span()
        before = stored[start - 1 : start]
        if match["mark"] == "~" and (
            not before or before.isspace() or (stored[end : end + 1].isdigit() and not before.isalpha())
        ):
            continue  # "~ 5" and "~5" mean about; LaTeX's tie joins two words
        pieces.append(stored[last:start])
        starts += range(last, start)
        ends += range(last + 1, start + 1)
        seen = shown(match)
        if match["command"] and seen and match.group()[-1] == " " and seen.isalpha() is False:
            seen += " "
        pieces.append(seen)
        starts += [start] * len(seen)
        ends += [end] * len(seen)
        last = end
    pieces.append(stored[last:])
    starts += range(last, len(stored))
    ends += range(last + 1, len(stored) + 1)
    return Plain(stored=stored, text="".join(pieces), starts=starts, ends=ends)
