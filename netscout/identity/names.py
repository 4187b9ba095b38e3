"""What is written around a name, and what of it is the name.

People decorate their names: titles, degrees, pronouns, emoji, what they do. All of that goes; a
former name or a nickname in brackets is kept apart, because it tells who somebody else's record is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

TITLES = frozenset(
    """
        dr drs prof professor ing mag dipl med rer nat pol phil habil hc mr mrs ms miss mx herr
        frau sir dame rev revd fr eng arq lic dra dott ssa sra sr mme mlle capt col gen lt maj
        sgt hon ir dhr mevr pan pani bc mgr rndr judr phdr mudr
        """.split()
)
DEGREES = frozenset(
    """
        phd dphil edd psyd pharmd dba md do dds dvm jd llm llb mba emba msc bsc mphil meng beng
        ma ba mfa bfa mps mph mpa mpp msw lcsw med bed ms bs bcom mcom cpa cfa cfp cma cia cisa
        cissp cism acca aca fca ca capm pmp pmi csm cspo safe itil pe eit pg rn bsn msn np pa
        fnp aprn otr ccc slp lmft shrm scp cp phr sphr gphr frsa fcca mrics rics aia leed ap esq
        icf pcc acc mcc ccxp cscp six sigma
        """.split()
)
"""Degrees and certificates; taken for one only where it is written as one."""
UNMISTAKABLE = frozenset(
    """
        phd dphil psyd pharmd msc bsc mphil meng beng capm cissp shrm sphr
        """.split()
)
"""Degrees that are nobody's name, however they are written."""
RANKS = {
    "jr": "jr",
    "junior": "jr",
    "sr": "sr",
    "senior": "sr",
    "ii": "ii",
    "iii": "iii",
    "iv": "iv",
}
PARTICLES = frozenset(
    """
        van der den de het ter ten von vom zu zum zur da das do dos di del della delle dello du
        des le la las los el al bin binti ibn ben bint abu af av och y e
        """.split()
)
STATUS = frozenset(
    """
        he him his she her hers they them theirs ze zir xe any pronouns el él ella elle elles
        ellx lui ele ela er ihn sie ihr hen hiring we are were im open to work opentowork
        looking for opportunities available retired on leave sabbatical
        """.split()
)
FORMER = re.compile(
    r"\b(?:née|né|nee|geb\.|geborene|geboren|born|formerly|fka|z domu|roz\.|rozená|født|född)"
    r"[:\s]+(.+)$",
    re.IGNORECASE,
)

_BETWEEN_WORDS = re.compile(r"[^0-9a-z]+")
SIGNS = str.maketrans(dict.fromkeys("™®©℠", " ") | {"’": "'", "‘": "'", "ʼ": "'", "`": "'"})
_ENCLOSED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\{([^{}]*)\}|[\"“”„«]([^\"“”„»]*)[\"“”»]")
_BREAK = re.compile(r"\s*(?:[|•★☆]|\s[–—·/-]+\s|//+)\s*")
_PRONOUNS = re.compile(
    r"\b(?:she|he|they|ze|xe|ella|él|elle|ele|ela)\s?/\s?\w+(?:\s?/\s?\w+)?", re.IGNORECASE
)
_GLUED = re.compile(r"(?<=[^\W\d_]{2})\.(?=[^\W\d_]{2})")
_SIMPLE = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{3,}){1,2}")
_NO_NAME = TITLES | DEGREES | STATUS | RANKS.keys()
LONGEST = 200


@dataclass(frozen=True)
class Spelled:
    """A name without its decoration, in reading order, and the other names written with it."""

    text: str
    others: tuple[str, ...] = ()
    rank: str = ""


@lru_cache(maxsize=65_536)
def words(text: str) -> str:
    """Return the bare words of a text: no case, accents, punctuation, emoji or doubled spaces.

    >>> words("  Zoë  PRØVE-Smith ★ ")
    'zoe prøve smith'
    >>> words("𝐃𝐚𝐧𝐚 O’Neil™")
    'dana oneil'
    """
    if text.isascii():
        return _BETWEEN_WORDS.sub(" ", text.lower().replace("'", "")).strip()
    return " ".join(unicodedata.normalize("NFC", _bare_letters(_folded(text))).split())


def _folded(text: str) -> str:
    """Return a text in its plainest letters; folding twice changes nothing more."""
    text = text.translate(SIGNS).replace("'", "")
    for _ in range(2):
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return text


def _bare_letters(text: str) -> str:
    """Return letters and digits, and the vowel signs that some scripts write as marks."""
    letters: list[str] = []
    for letter in text:
        if letter.isalnum():
            letters += "" if letter == "\u0640" else letter  # Arabic lengthening
        elif (category := unicodedata.category(letter)) == "Cf" or _is_accent(letter):
            continue
        elif category in ("Mn", "Mc") and letters and letters[-1] != " ":
            letters.append(letter)
        else:
            letters.append(" ")
    return "".join(letters)


def _is_accent(mark: str) -> bool:
    """Whether a mark may be left out: of Latin, Greek, Cyrillic, Hebrew, Arabic, or an emoji's."""
    code = ord(mark)
    return (
        0x0300 <= code <= 0x036F
        or 0x0483 <= code <= 0x0489
        or 0x0591 <= code <= 0x05C7
        or 0x0610 <= code <= 0x061A
        or 0x064B <= code <= 0x065F
        or code == 0x0670
        or 0x1AB0 <= code <= 0x1AFF
        or 0x1DC0 <= code <= 0x1DFF
        or 0x20D0 <= code <= 0x20FF
        or 0xFE00 <= code <= 0xFE2F
        or 0xE0100 <= code <= 0xE01EF
    )


@lru_cache(maxsize=65_536)
def spelled(name: str) -> Spelled:
    """Return the name in what somebody has written as their name.

    >>> spelled("Prof.Dr. Dana Whitlock (née Lee), PhD")
    Spelled(text='Dana Whitlock', others=('Lee',), rank='')
    >>> spelled("Whitlock, Dana").text, spelled("Ngozi Mba").text, spelled("Amos Poole, Jr").rank
    ('Dana Whitlock', 'Ngozi Mba', 'jr')
    """
    if _SIMPLE.fullmatch(name) and _NO_NAME.isdisjoint(name.lower().split()):
        return Spelled(name)
    plain = _plain(name)
    text, others = _apart(plain)
    text = _PRONOUNS.sub(" ", text)
    text = next((part for part in _BREAK.split(text) if words(part)), text)
    text, rank = _in_order(text)
    tokens = [token for token in _GLUED.sub(". ", text).split() if words(token)]
    tokens, found = _trimmed(tokens)
    return Spelled(" ".join(tokens) or plain.strip(), tuple(others), rank or found)


def _plain(name: str) -> str:
    """Return a name in composed everyday letters, without invisible signs."""
    folded = unicodedata.normalize("NFKC", name[:LONGEST].translate(SIGNS))
    return "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")


def _apart(text: str) -> tuple[str, list[str]]:
    """Return the text outside of brackets, and the names that stand within or after `née`."""
    inside = ["".join(filter(None, found.groups())) for found in _ENCLOSED.finditer(text)]
    outside = _ENCLOSED.sub(" ", text)
    if not words(outside):
        return " ".join(inside), []
    if (found := FORMER.search(outside)) and len(outside[: found.start()].split()) >= 2:
        inside, outside = [*inside, found[1]], outside[: found.start()]
    return outside, [name for part in inside if (name := _other_name(part))]


def _other_name(text: str) -> str:
    """Return a former name or nickname, `""` where the brackets hold something else."""
    text = FORMER.sub(r"\1", text.strip())
    tokens = text.split()
    if not 1 <= len(tokens) <= 3 or not STATUS.isdisjoint(words(text).split()):
        return ""
    if (
        any(_is_degree(token, tokens) for token in tokens)
        or not text.replace(" ", "").replace("-", "").replace("'", "").isalpha()
    ):
        return ""
    return "" if text.islower() else text


def _in_order(text: str) -> tuple[str, str]:
    """Return a name with its surname last, without what a comma sets apart, and its rank."""
    before, comma, after = text.partition(",")
    if not comma or not words(before):
        return (after if comma else before), ""
    rest = [token for token in re.split(r"[\s,]+", after) if words(token)]
    rank = next((RANKS[word] for token in rest if (word := words(token)) in RANKS), "")
    given = [t for t in rest if not _is_degree(t, rest) and words(t) not in RANKS]
    family = before.split()
    named = [token for token in family if words(token) and words(token) not in RANKS]
    turned = len(named) == 1 or words(named[0] if named else "") in PARTICLES
    if turned and 1 <= len(given) <= 3 and all(words(t).replace(" ", "").isalpha() for t in given):
        return f"{' '.join(given)} {before}", rank
    return before, rank


def _trimmed(tokens: list[str]) -> tuple[list[str], str]:
    """Return a name without the titles before it and the degrees behind it, and its rank."""
    rank = ""
    while len(tokens) > 1 and words(tokens[0]) in TITLES:
        if len(tokens) == 2 and not tokens[0].endswith("."):
            break
        tokens = tokens[1:]
    while len(tokens) > 1:
        last = words(tokens[-1])
        if last in RANKS and len(tokens) > 2:
            rank = RANKS[last]
        elif not (len(tokens) > 2 and _is_degree(tokens[-1], tokens)):
            break
        tokens = tokens[:-1]
    return tokens, rank


def _is_degree(token: str, beside: list[str]) -> bool:
    """Whether a word is a degree: `MBA` or `M.B.A.` is one, `Mba` a surname."""
    bare = re.sub(r"[\W_]", "", token)
    if bare.lower() in UNMISTAKABLE:
        return True
    if bare.lower() not in DEGREES:
        return False
    shouting = all(t.upper() == t for t in beside) and len(beside) > 1
    dotted = "." in token.rstrip(".,;") or re.search(r"[A-Z]\w*[A-Z]\w*\.?$", token) is not None
    return dotted and (not shouting or "." in token or not _could_be_a_name(beside))


def _could_be_a_name(tokens: list[str]) -> bool:
    return any(words(token) not in DEGREES for token in tokens)
