"""The question side's vocabulary, read from the tables in glossary/: each row with an example that a test runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from indexer.fold import syllables
from search_api.question.stems import stems
from search_api.types import FactKind

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """A way of asking: what it asks for, and a pattern over the question's folded words."""

    what: str
    pattern: re.Pattern[str]
    example: str


def rows(table: str) -> tuple[tuple[str, ...], ...]:
    """The rows of ``glossary/<table>.tsv`` below its header line."""
    text = files("search_api.question").joinpath("glossary", f"{table}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines()[1:] if line.strip())


@lru_cache(maxsize=1)
def cues() -> tuple[Cue, ...]:
    """Every cue in the order of the table: the first that matches at a place wins."""
    return tuple(
        Cue(what, re.compile(rf"(?<!\S)(?:{_shortly(pattern)})(?!\S)"), example)
        for what, pattern, example in rows("cues")
    )


_SHORT_ASKING = {"co quan": "cq", "don vi": "dv", "bo phan": "bp", "phoi hop": "ph", "nhiem vu": "nv"}
_SHORT_ASKING |= {"phu luc": "pl", "bao nhieu": "bn"}
# Every kind of body that "đơn vị nào" may be said of; "hồ sơ nào", "nhiệm vụ nào", "văn bản nào" ask for none.
_BODIES = (
    "don vi|dv|co quan|cq|bo phan|bp|phong|phong ban|cuc|chi cuc|khoa|doi|trung tam|to chuc|cong chuc|can bo|vien"
    "|(?<!ho )(?<!co )(?<!tru )(?<!chi )(?<!con )so|(?<!nhiem )(?<!nghiep )(?<!dich )(?<!chuc )vu"
    "|(?<!yeu )to|(?<!xa )(?<!co )(?<!dai )hoi|(?<!van )(?<!dia )ban"
)


def _shortly(pattern: str) -> str:
    """The pattern with every kind of body for "đơn vị nào", and the short forms in which words of asking are typed."""
    pattern = pattern.replace("don vi nao", f"(?:{_BODIES}) nao")
    return re.sub("|".join(_SHORT_ASKING), lambda match: f"(?:{match.group()}|{_SHORT_ASKING[match.group()]})", pattern)


@lru_cache(maxsize=1)
def facts() -> tuple[tuple[FactKind, re.Pattern[str], str], ...]:
    """Kinds of fact that a question may ask for, with patterns over its folded words, the surest kind first."""
    return tuple(
        (kind, re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), example)  # type: ignore[misc]
        for kind, pattern, example in rows("facts")
    )


@lru_cache(maxsize=1)
def english() -> dict[Keys, tuple[Keys, ...]]:
    """English words in lower case → Vietnamese wordings as search keys, the likeliest first."""
    return {
        tuple(english_words(term)): tuple(tuple(syllables(one)) for one in vietnamese.split("|"))
        for term, vietnamese, _ in rows("english")
    }


@lru_cache(maxsize=1)
def english_stems() -> dict[Keys, tuple[Keys, ...]]:
    """The same by the stems of the English words; of terms that have the same stems the first of the table."""
    found: dict[Keys, tuple[Keys, ...]] = {}
    for term, wordings in english().items():
        found.setdefault(stems(term), wordings)
    return found


def english_words(text: str) -> list[str]:
    """The words of an English text in lower case; "'s" and hyphens part words."""
    return re.findall(r"[^\W_]+", text.casefold().replace("\u2019", "'").replace("'s", " "))


@lru_cache(maxsize=1)
def shortforms() -> dict[str, Keys]:
    """General abbreviations as they are typed, in lower case → their words as search keys."""
    return {short: tuple(syllables(long)) for short, long, _ in rows("shortforms")}


@lru_cache(maxsize=1)
def synonyms() -> dict[Keys, tuple[tuple[Keys, float], ...]]:
    """A wording → other wordings of the genre with the weight that a match with them has."""
    found: dict[Keys, dict[Keys, float]] = {}
    for words, weight, _ in rows("synonyms"):
        group = [tuple(syllables(word)) for word in words.split("|")]
        for one in group:
            others = found.setdefault(one, {})
            for other in group:
                if other != one:
                    others[other] = max(others.get(other, 0.0), float(weight))
    return {one: tuple(others.items()) for one, others in found.items()}


# Words that carry no topic. Keys, not folded forms: "cơ" and "có", "tại" and "tài" are different words.
_SMALL = """
của và các những là có được cho trong về theo tại ở khi thì với đã sẽ phải này đó nào gì ai để từ đến bị do hay hoặc
như thế ra vào trên cùng cũng mà nếu vì nên rồi đang lại còn không nhé ạ à vậy sao mấy bao nhiêu đâu bằng mình tôi họ nó
bên ngoài giữa qua lên xuống sau trước đây kia ấy lúc mỗi từng một số khác nhau tất cả cần thuộc đối nhất gồm nói rõ
chỉ việc nơi người kể nhóm nêu ghi
"""
_SMALL_ENGLISH = """
a an the of in on at to for from by with and or is are was were be been being do does did has have had must should will
would can could may might shall which what who whom whose when where why how that this these those it its they them
their there as into about any some every each all more most other such not no than then so if we our you your he she
his her i my me s according under within during between through against list show give tell find please name many much
often only also very get gets got make makes made take takes taken need needs required requires require say says said
mentioned set sets out over up per via one two still yet just new way ways kind type lead leads led leading charge
responsible coordinate coordinates coordinating deadline deadlines due output outputs product products date unit units
come comes came happen happens wrong time times use uses used using follow follows followed cite cites cited aim aims
end ends first second third three four five six seven eight nine finish finished earlier later around along well good
expected expect back look looks turn turning side give gives given level levels select selected choose chosen
keep keeps keeping kept go goes going across
place took taking far ahead asked ask asks fall falls done matter matters let lets letting aiming carry carries
contain contains fully after based together anything everything something exactly currently current specific certain
various different several both either same own few lot able want wants having upon onto off down else ever never
always already actually really overall mainly respectively regards regard relating belong belongs play plays put puts
stand stands remain begin begins supposed obliged meant intend intended thing things anybody someone anyone am number
numbers table kindly whether because while once among amongst besides foreseen planned scheduled stated relevant
respective therein thereof hence ought whatever whichever until till since instead though although however therefore
exact precise precisely states entire whole altogether latest earliest soon latter others another
department departments office division body bodies agency agencies ministry officer officers team toward towards called
"""
STOP_WORDS = frozenset(syllables(_SMALL))
ENGLISH_STOP_WORDS = frozenset(_SMALL_ENGLISH.split())
