"""Who is responsible: owners read from the words of the Responsibility column, by the names in the Owners sheet.

What is left of the words is the condition ("per their legislative base"), kept because people wrote it for a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from gcdash.schema import CLASS, ORGANISATION, Confidence, fold

# fmt: off
DEFAULT_OWNERS: tuple[tuple[str, str, str], ...] = (
    ("WCO", ORGANISATION, (
        "World Customs Organization; World Customs Organisation; WCO Secretariat; "
        "OMD; Organisation mondiale des douanes; Secrétariat de l'OMD"
    )),
    ("UNEP", ORGANISATION, (
        "United Nations Environment Programme; UN Environment Programme; UN Environment; UNEP Secretariat; "
        "PNUE; Programme des Nations Unies pour l'environnement"
    )),
    ("NACEN", ORGANISATION, (
        "National Academy of Customs, Excise and Narcotics; National Academy of Customs Excise and Narcotics; "
        "National Academy of Customs, Indirect Taxes and Narcotics"
    )),
    ("ROCB", ORGANISATION, (
        "ROCBs; WCO ROCB; ROCB AP; ROCB A/P; ROCB Asia/Pacific; Regional Office for Capacity Building; "
        "WCO Regional Office for Capacity Building; BRRC; Bureau régional de renforcement des capacités; "
        "Bureau régional pour le renforcement des capacités"
    )),
    ("Interpol", ORGANISATION, (
        "ICPO; ICPO-Interpol; International Criminal Police Organization; International Criminal Police Organisation; "
        "OIPC; OIPC-Interpol; Organisation internationale de police criminelle"
    )),
    ("Customs agencies", CLASS, (
        "Customs; Customs agency; Customs administration; Customs administrations; Customs authority; Customs authorities; "
        "Customs service; Customs services; National Customs; National Customs agencies; National Customs administrations; "
        "Douane; Douanes; Administration douanière; Administrations douanières; Administration des douanes; "
        "Administrations des douanes; Autorité douanière; Autorités douanières; Services douaniers; Service des douanes"
    )),
    ("MEA Secretariats", CLASS, (
        "MEA Secretariat; MEAs Secretariats; MEAs/Secretariats; MEA's Secretariats; Secretariats; Secretariats of MEAs; "
        "Secretariats of the MEAs; Secrétariat de l'AME; Secrétariats des AME; Secrétariats AME; "
        "Secretariat?; MEA?; MEAs?; AME?"
    )),
    ("National Focal Points", CLASS, (
        "National Focal Point; Focal Points; Focal Point; NFP; NFPs; "
        "Points focaux nationaux; Point focal national; Points focaux; Point focal; PFN"
    )),
    ("National authorities", CLASS, (
        "National authority; Competent national authorities; Competent national authority; Autorités nationales; "
        "Autorité nationale; Autorités nationales compétentes; Autorité nationale compétente; "
        "national?; nationale?; national level?; niveau national?; Competent authorities?; Autorités compétentes?"
    )),
    ("Participants", CLASS, (
        "Participant; Workshop participants; Participating countries; Participants à l'atelier; Pays participants"
    )),
)
# fmt: on
"""What a new workbook's Owners sheet holds: owner, kind, also written as. The ten of the 2009 action points, with the spellings
found there, their full names, and their French."""

_Words = tuple[str, ...]
_Key = TypeVar("_Key")

_KINDS = {
    fold(word): kind for kind, words in {ORGANISATION: "organisation organization", CLASS: "class classe"}.items() for word in words.split()
}

_MARK = "\0"
"""Stands, as many times as it takes, where a name was cut out of a text."""

_BREAK = r"[;•·●▪\n\r\v\f\x85\u2028\u2029]"
_SEPARATOR = rf"{_BREAK}|[/,]"
_TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f])*|{_SEPARATOR}")  # an accent may come as a character of its own
_PIECE_ENDS = re.compile(rf"{_SEPARATOR}|(?<!\w)(?:and|et)(?!\w)|[&+]", re.IGNORECASE)
_FRAGMENT_ENDS = re.compile(rf"{_MARK}+|{_BREAK}")
_JOINING = {"", "and", "et", "'s", "’s"}
_COUNTING = {"each", "every", "all", "both", "the", "chaque", "tous", "toutes", "les", "le", "la", "l", "des", "d"}
_BEFORE_OWNER = re.compile(
    rf"(?<!\w)(?:(?:each|every|all|both|the|chaque|tous|toutes|les?|la|des|as\s+well\s+as|ainsi\s+que)\s+|[ld]['’]\s*)+(?={_MARK})",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    rf"(?<!\w)(?:or|ou|not|non|except|excluding|without|sauf|hors|sans)\s+(?:\w+\s+)?{_MARK}|{_MARK}[\s)]*\?|(?<!\w)tb[cd](?!\w)",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"^[^\S\n]*\(?\d{1,2}[.)]\s+", re.MULTILINE)
_A_NAME = re.compile(r"(?:(?:of|the|de|du|la|les?|des)\s+|[^\W\d_a-z\u00df-\u00ff][\w'\u2019.-]*\s*)+")
"""Words that begin with a capital, whatever joins them: Fiji, Papua New Guinea, Bureau of Customs."""
_POINTS = " \t/,:&+-\u2010\u2011\u2012\u2013\u2014\u2015"


@dataclass(frozen=True, slots=True)
class Registry:
    """The Owners sheet as it is read: who there is, in the sheet's order, and how each may be written.

    ``kinds``: owner -> organisation or class (or whatever else the sheet says). ``synonyms``: spelling -> owner, the owners' own
    names included and guesses left out. Where two owners claim one spelling, a name wins over a synonym, then the upper row.
    """

    kinds: Mapping[str, str]
    synonyms: Mapping[str, str]
    spellings: Mapping[str, tuple[tuple[_Words, str], ...]]  # first word -> spellings that begin with it, the longest first
    guesses: Mapping[_Words, str]  # whole pieces of text that may mean an owner

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str]]) -> Registry:
        """From the sheet's rows: owner, kind, also written as (``;`` between spellings, ``?`` after one that is a guess)."""
        sheet = [(" ".join(owner.split()), kind.strip(), read_names(also)) for owner, kind, also in rows if owner.strip()]
        kinds = _first_of((owner, _KINDS.get(fold(kind), kind)) for owner, kind, _also in sheet)
        also = [(word, owner) for owner, _kind, words in sheet for word in words]
        synonyms = _first_of([(owner, owner) for owner in kinds] + [pair for pair in also if not pair[0].endswith("?")])
        guesses = _first_of((_bare(word), owner) for word, owner in also if word.endswith("?") and _bare(word))
        return cls(kinds, synonyms, _by_first_word(synonyms), guesses)


@dataclass(frozen=True, slots=True)
class Responsibility:
    """A reading: owners in the order of the text, the words left over, and how sure it is."""

    owners: tuple[str, ...]
    condition: str
    confidence: Confidence


def usual_owners_in(texts: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    """Those rows of ``DEFAULT_OWNERS`` that responsibilities name: another workshop's sheet begins with none of those that it does not."""
    usual = Registry.of(DEFAULT_OWNERS)
    named = {owner for text in dict.fromkeys(texts) for owner in read(text, usual).owners}
    return tuple(row for row in DEFAULT_OWNERS if row[0] in named)


def read(text: str, registry: Registry) -> Responsibility:
    """Owners that ``text`` names as whole words, the longest spelling first; any text can be read.

    Blank is certainly nobody. Words that name nobody are all condition, to confirm. So is a guess, an owner beside "or",
    "except" or a question mark, and one beside what looks like the name of another: to count the wrong owner is worse than to ask.
    """
    said = text.replace(_MARK, " ").strip()
    if not said:
        return Responsibility((), "", Confidence.CERTAIN)
    text = _NUMBERING.sub("", said)
    named = _named(text, registry)
    marked = _marked(text, named)
    guessed = _guessed(marked, registry)
    if not named and not guessed:
        return Responsibility((), said, Confidence.TO_CONFIRM)
    marked = _BEFORE_OWNER.sub("", _marked(marked, guessed))
    owners = dict.fromkeys(owner for _start, _end, owner in sorted(named + guessed))
    sure = not guessed and not _DOUBT.search(marked) and not _names_more(marked)
    return Responsibility(tuple(owners), _condition(marked), Confidence.CERTAIN if sure else Confidence.TO_CONFIRM)


def read_names(text: str) -> tuple[str, ...]:
    """Names as a person lists them in a cell (Owners, Member of, Also written as): ``;`` between them, trimmed, no doubles."""
    names = (" ".join(name.split()) for name in text.split(";"))
    return tuple(_first_of((name.casefold(), name) for name in names if name).values())


_Place = tuple[int, int, str]  # where a name starts and ends in the text, and whose it is


def _named(text: str, registry: Registry) -> list[_Place]:
    tokens = list(_TOKEN.finditer(text))
    words = tuple(_folded(token.group()) for token in tokens)
    found, at = [], 0
    while at < len(words):
        spelling, owner = next((hit for hit in registry.spellings.get(words[at], ()) if words[at : at + len(hit[0])] == hit[0]), ((), ""))
        if owner:
            found.append((tokens[at].start(), tokens[at + len(spelling) - 1].end(), owner))
        at += len(spelling) or 1
    return found


def _guessed(marked: str, registry: Registry) -> list[_Place]:
    """Whole pieces of the text, between separators, that are a spelling marked as a guess."""
    ends = [(match.start(), match.end()) for match in _PIECE_ENDS.finditer(marked)] if registry.guesses else []
    starts = [0, *(end for _start, end in ends)]
    stops = [*(start for start, _end in ends), len(marked)]
    pieces = ((start, stop, marked[start:stop]) for start, stop in zip(starts, stops, strict=True))
    found = ((start, stop, registry.guesses.get(_bare(piece))) for start, stop, piece in pieces if _MARK not in piece)
    return [(start, stop, owner) for start, stop, owner in found if owner]


def _names_more(marked: str) -> bool:
    """Whether a piece between separators, all of words that begin with a capital, may be an owner that nobody has listed."""
    pieces = (_trimmed(piece.split()) for piece in _PIECE_ENDS.split(marked) if piece and _MARK not in piece)
    return any(_A_NAME.fullmatch(piece) for piece in pieces)


def _condition(marked: str) -> str:
    """What is left between names and separators, in its own words and order, less connectors at its edges.

    Inside a fragment they stay: "to collect and publish" says more than "to collect publish".
    """
    fragments = (_trimmed(fragment.split()) for fragment in _FRAGMENT_ENDS.split(marked))
    return "; ".join(fragment for fragment in fragments if re.search(r"\w", fragment))


def _trimmed(words: list[str]) -> str:
    kept = [at for at, word in enumerate(words) if word.strip(_POINTS + "().").casefold() not in _JOINING]
    fragment = " ".join(words[kept[0] : kept[-1] + 1]) if kept else ""
    fragment = fragment.lstrip(_POINTS + ".").rstrip(_POINTS)
    return fragment if fragment.count("(") == fragment.count(")") else fragment.strip("() ")


def _marked(text: str, places: Iterable[_Place]) -> str:
    for start, end, _owner in places:
        text = text[:start] + _MARK * (end - start) + text[end:]
    return text


def _words(text: str) -> _Words:
    return tuple(_folded(token) for token in _TOKEN.findall(text))


def _bare(text: str) -> _Words:
    return tuple(word for word in _words(text) if word not in _COUNTING)


def _folded(token: str) -> str:
    return token.casefold() if token.isascii() else fold(token) or token


def _by_first_word(synonyms: Mapping[str, str]) -> dict[str, tuple[tuple[_Words, str], ...]]:
    found: dict[str, dict[_Words, str]] = {}
    for words, owner in sorted(((_words(word), owner) for word, owner in synonyms.items()), key=lambda pair: -len(pair[0])):
        if words:
            found.setdefault(words[0], {}).setdefault(words, owner)
    return {first: tuple(spellings.items()) for first, spellings in found.items()}


def _first_of(pairs: Iterable[tuple[_Key, str]]) -> dict[_Key, str]:
    first: dict[_Key, str] = {}
    for key, value in pairs:
        first.setdefault(key, value)
    return first
