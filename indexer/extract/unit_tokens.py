"""Text → tokens for the unit grammar, short forms spelled out in place, every token with its printed span."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.extract.unit_lexicon import Lexicon, squeezed
from indexer.fold import key

# Capitals tied by signs are one short form: KH&CN, LĐ-TB&XH, TN&MT, PT-TH; "KT, HT&ĐT" is one too.
_TOKEN = re.compile(
    r"(?P<short>[A-ZĐ]{1,8}(?:(?:[&\-–.,]|, (?=[A-ZĐ]{1,4}&))(?=[A-ZĐ]{1,8}(?![a-zà-ỹ]))[A-ZĐ]{1,8})+)(?!\w)"
    r"|(?P<word>\w+)|(?P<sign>[^\w\s])|(?P<break>[\n\t\f])"
)
_LINE_BULLET = re.compile(r"(?:^|\n)[ \t]*([-–+*•])[ \t]+")
_OPENING_LETTER = {"S": "Sở", "B": "Bộ", "P": "Phòng"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign. ``start`` and ``end`` are offsets of what is printed; a spelled-out short form gives several
    tokens with one span. ``text`` is the word to show in a full name, ``key`` the form to compare.
    """

    text: str
    key: str
    start: int
    end: int
    short: bool = False


def tokens(text: str, lexicon: Lexicon, defined: Mapping[str, str], prose: bool) -> tuple[Token, ...]:
    """The tokens of ``text``; ``defined`` holds the document's own short forms, which win over the standard ones.

    A bullet at the start of a line becomes the sign ";". In ``prose`` a line is a paragraph and a tab parts cells, so
    both end a name; in a cell lines are only wrapped.
    """
    bullets = {m.start(1) for m in _LINE_BULLET.finditer(text)}
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        printed, start, end = match.group(), match.start(), match.end()
        if start in bullets:
            found.append(Token(";", ";", start, end))
            continue
        if match.lastgroup == "break":
            found.extend([Token("\n", "\n", start, end)] if prose else [])
            continue
        if match.lastgroup == "sign":
            found.append(_sign(printed, start))
            continue
        full = _in_context(printed, text[end:], lexicon)
        if full is not None:
            found.extend(_words(full, start, end, short=True))
        else:
            _spell(found, printed, start, lexicon, defined)
    return tuple(found)


def _spell(
    found: list[Token], printed: str, start: int, lexicon: Lexicon, defined: Mapping[str, str], cuts: str = ",&"
) -> None:
    """Add a word, or a short form spelled out: whole where it is known, else each of those that ``cuts`` part."""
    full = _spelled(printed, found, lexicon, defined)
    if full is not None:
        found.extend(_words(full, start, start + len(printed), short=True))
        return
    cut = next((sign for sign in cuts if sign in printed), None)
    if cut is None:
        found.extend(_sign(m.group(), start + m.start()) for m in re.finditer(r"\w+|[^\w\s]", printed))
        return
    for part in re.finditer(rf"[^\s{cut}]+|{cut}", printed):
        _spell(found, part.group(), start + part.start(), lexicon, defined, cuts.replace(cut, ""))


def _sign(printed: str, start: int) -> Token:
    """A sign or an ordinary word as a token; "&" is the word that it stands for."""
    word = "và" if printed == "&" else printed
    return Token(word, key(word), start, start + len(printed))


def _in_context(printed: str, behind: str, lexicon: Lexicon) -> str | None:
    """What a short form of several meanings stands for before the word that follows it ("TT PVHCC", "TT HĐND")."""
    following = re.match(r"\s*([\w&]+(?: \w+)?)", behind)
    if printed not in lexicon.by_context or following is None:
        return None
    first = squeezed(following[1].split()[0])
    said = key(lexicon.shorts.get(first, following[1]))
    return next(
        (full for full, words in lexicon.by_context[printed] if any(said.startswith(key(word)) for word in words)), None
    )


def _words(full: str, start: int, end: int, short: bool) -> list[Token]:
    return [Token(m.group(), key(m.group()), start, end, short) for m in re.finditer(r"\w+|[^\w\s]", full)]


def _spelled(printed: str, before: list[Token], lexicon: Lexicon, defined: Mapping[str, str]) -> str | None:
    """What a short form stands for here, or None for an ordinary word."""
    if len(printed) < 2 or sum(c.isupper() for c in printed) < 2 or not printed[:1].isupper():
        return None
    short = squeezed(printed)
    kind = _kind_before(before, lexicon)
    if kind and short in lexicon.field_shorts.get(kind, {}):
        return lexicon.field_shorts[kind][short]
    if short in defined:
        return defined[short]
    if short in lexicon.shorts:
        return lexicon.shorts[short]
    of = _OPENING_LETTER.get(short[0])
    # Two letters are too few to tell "SNV" from any other capitals.
    if of and len(short) >= 3 and short.isupper() and short[1:] in lexicon.field_shorts.get(of, {}):
        return f"{of} {lexicon.field_shorts[of][short[1:]]}"
    return None


def _kind_before(before: list[Token], lexicon: Lexicon) -> str | None:
    """The kind of unit that the last tokens name, seen through a list of fields ("Sở TC, TNMT")."""
    for back in range(len(before) - 1, max(-1, len(before) - 14), -1):
        word = before[back]
        pair = f"{before[back - 1].key} {word.key}" if back else ""
        kind = lexicon.field_kinds.get(pair) or lexicon.field_kinds.get(word.key)
        if kind:
            return kind
        if not (word.short or word.key in (",", ":", "&", "-", "và")):
            return None
    return None
