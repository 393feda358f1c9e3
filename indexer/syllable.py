"""Vietnamese syllables: is this one, and on which vowel does its tone mark stand.

A syllable is onset × rhyme × tone. Spelling rules (k/c/q, g/gh, ng/ngh, gi, qu) and the rule that rhymes ending
in c, ch, p, t carry only sắc or nặng are part of the inventory, which is spelled out once and looked up after.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

TONES = "\u0300\u0301\u0303\u0309\u0323"
"""The five combining tone marks: huyền, sắc, ngã, hỏi, nặng."""

_STOP_TONES = "\u0301\u0323"

_PLAIN_ONSETS = "b ch d đ h kh l m n nh p ph r s t th tr v x"

# Rhymes by what may stand before them: a front vowel asks for k, gh, ngh; any other for c, g, ng.
_FRONT = "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu"
_BACK = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "o oc oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt "
    "ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu"
)
_ROUNDED = (
    "oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet "
    "uân uâng uât uây uê uêch uên uênh uêt uơ uy uya uych uyên uyêt uyn uynh uyp uyt uyu"
)
_AFTER_QU = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât âu ây e en eng eo et ê êch ên ênh êt "
    "i ich in inh it iu o ôc ơ ơi ơn ơt y ych yên yêt yn ynh yt yu"
)
_AFTER_GI = (
    "a ac ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăt âc âm ân âng âp ât âu ây e en eo eng ep et ê êng êm ên êt "
    "êu êc o oi om on ong oc ot op ô ôi ôm ôn ông ôc ôt ơ ơi ơn ơt u ua ui uc un ut up uôc uôi ư ưa ưc ưng ương ươc "
    "ươi ươt"
)
_AFTER_Y = "y yêm yên yêng yêt yêu ynh"
_LONE_Y = "h k l m n s t v"
_WITHOUT_GLIDE = frozenset(("b", "m", "p", "ph", "v"))

_ROUND_OPEN = ("oa", "oe", "uy")
_VOWELS = frozenset("aăâeêioôơuưy")
_SHAPED = frozenset("ăâêôơư")


def _bases() -> Iterator[tuple[str, str]]:
    """Every (onset, rhyme) without tone, in legal spelling."""
    for rhyme in _FRONT.split():
        for onset in ("", "k", "gh", "ngh", *_PLAIN_ONSETS.split()):
            yield onset, rhyme
    for rhyme in _BACK.split():
        for onset in ("", "c", "g", "ng", *_PLAIN_ONSETS.split()):
            yield onset, rhyme
    for rhyme in _ROUNDED.split():
        for onset in ("", "g", "ng", "c", *_PLAIN_ONSETS.split()):
            if onset not in _WITHOUT_GLIDE and not (onset == "c" and rhyme[0] == "u" and rhyme[1] in "âêơy"):
                yield onset, rhyme
    for rhyme in _AFTER_QU.split():
        yield "qu", rhyme
    for rhyme in _AFTER_GI.split():
        yield "gi", rhyme
    yield from (("g", "i"), ("g", "in"), ("g", "iêc"), ("g", "iêng"), ("g", "iêt"), ("g", "iên"), ("g", "iêm"))
    for rhyme in _AFTER_Y.split():
        yield "", rhyme
    for onset in _LONE_Y.split():
        yield onset, "y"


def _tone_places(rhyme: str) -> tuple[int, ...]:
    """Positions in ``rhyme`` where a tone mark may stand, the older printed form (hòa, thủy) first."""
    shaped = [i for i, letter in enumerate(rhyme) if letter in _SHAPED]
    if shaped:
        return (shaped[-1],)
    if rhyme in _ROUND_OPEN:
        return 0, 1
    vowels = [i for i, letter in enumerate(rhyme) if letter in _VOWELS]
    closed = rhyme[-1] not in _VOWELS
    if len(vowels) == 1 or (len(vowels) == 2 and not closed):
        return (vowels[0],)
    return (vowels[1],)


def _with_tone(onset: str, rhyme: str, tone: str, place: int) -> str:
    marked = rhyme[: place + 1] + tone + rhyme[place + 1 :]
    return unicodedata.normalize("NFC", onset + marked)


def _inventory() -> tuple[frozenset[str], dict[str, str]]:
    """The legal syllables, and every other placing of a tone mark mapped to the legal one."""
    legal: set[str] = set()
    misplaced: dict[str, str] = {}
    for onset, rhyme in _bases():
        stopped = rhyme[-1] in "cpt" or rhyme.endswith("ch")
        places = _tone_places(rhyme)
        if not stopped:
            legal.add(onset + rhyme)
        for tone in _STOP_TONES if stopped else TONES:
            legal.update(_with_tone(onset, rhyme, tone, place) for place in places)
            right = _with_tone(onset, rhyme, tone, places[0])
            whole = onset + rhyme
            first = len(onset) - (1 if onset in ("qu", "gi") else 0)
            for i in range(first, len(whole)):
                if whole[i] in _VOWELS:
                    misplaced.setdefault(_with_tone("", whole, tone, i), right)
    return frozenset(legal), {wrong: right for wrong, right in misplaced.items() if wrong not in legal}


_LEGAL, _MISPLACED = _inventory()


def is_syllable(text: str) -> bool:
    """Whether ``text`` is one well-spelled Vietnamese syllable, in either case and either tone placement.

    Letters may be composed or decomposed. Stop-final syllables need sắc or nặng, so "luât" is none.
    """
    if text in _LEGAL:
        return True
    return unicodedata.normalize("NFC", text).casefold() in _LEGAL


def well_placed(text: str) -> str | None:
    """``text`` with its tone mark on the vowel that spelling asks for, or None where no syllable results.

    A well-spelled syllable comes back as it is; "cuả" gives "của", "BAỎ" gives "BẢO".
    """
    composed = unicodedata.normalize("NFC", text)
    lower = composed.casefold()
    if lower in _LEGAL:
        return composed
    right = _MISPLACED.get(lower)
    if right is None or len(right) != len(composed):
        return None
    return "".join(new.upper() if old.isupper() else new for old, new in zip(composed, right, strict=True))


def with_tone(base: str, tone: str) -> str | None:
    """The syllable that ``base`` (letters without tone, any case) makes with the combining mark ``tone``, or None.

    The tone goes where spelling asks for it; of hòa and hoà the older form is given.
    """
    for i in range(len(base), 0, -1):
        if base[i - 1].casefold() in _VOWELS:
            placed = well_placed(base[:i] + tone + base[i:])
            if placed is not None:
                return placed
    return None


def legal_syllables() -> frozenset[str]:
    """Every well-spelled syllable in lower case, both tone placements."""
    return _LEGAL


def misplaced_tones() -> dict[str, str]:
    """Lower-case spellings whose tone mark stands on the wrong vowel, with the right spelling."""
    return dict(_MISPLACED)
