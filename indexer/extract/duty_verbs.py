"""The predicates of a sentence that assigns work, each with the role its verb gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import get_args

from indexer.fold import key
from indexer.gazetteer import load
from indexer.types import DutyRole

_ROLES: dict[str, DutyRole] = {role: role for role in get_args(DutyRole)}


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb in finite place: its role and its offsets in the text."""

    role: DutyRole
    start: int
    end: int


# Words before a verb that do not change its role.
_ADVERBS = (
    "thường xuyên|chủ động|tiếp tục|kịp thời|tích cực|định kỳ|nghiêm túc|đồng thời|trực tiếp|khẩn trương|hằng năm"
    "|hàng năm|hằng tháng|hàng tháng|hàng quý|hằng quý|cần|phải|sẽ|cùng|ngoài ra|trong đó|tăng cường|đẩy mạnh|chú trọng"
    "|tập trung|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|được giao|được phân công|sáng tạo|thực hiện tốt|làm tốt"
    "|thực hiện nghiêm|quan tâm|nhiệm vụ|tổ chức|thực hiện|phát huy vai trò|nâng cao chất lượng|nâng cao hiệu quả"
)
# A light verb before one of these names an action by its noun: "tăng cường công tác kiểm tra" is checking.
_NOUNS = "công tác|việc|hoạt động|nhiệm vụ|chức năng"
# Between a unit and its verb: "căn cứ chức năng, nhiệm vụ được giao", "theo thẩm quyền", "hằng năm".
_FILLER = (
    r"(?:căn cứ|theo(?! dõi)|trên cơ sở|trong phạm vi|trong thời gian|trong quá trình|hằng|hàng|trước ngày|chậm nhất"
    r"|\d{1,2} (?:tháng|tuần|ngày|năm)|định kỳ|ngoài|tùy theo|với|cuối|đầu(?! mối)|mỗi)\b"
)
_FILLER_REACH = 160
# A verb here belongs to the filler: "nhiệm vụ được giao", "kế hoạch đã ban hành".
_INSIDE_FILLER = ("được", "đã", "của", "về", "việc", "công tác", "tình hình", "kết quả")
# Finite even behind an object: "… việc thực hiện Kế hoạch và tổng hợp báo cáo …".
_FINITE = (
    "tổng hợp|báo cáo|tham mưu|đề xuất|có trách nhiệm|chịu trách nhiệm|phối hợp với|phối hợp cùng|phối hợp thực hiện"
    "|kịp thời"
)
# After "và" these are a second duty, unless a noun of action before them has them in its train.
_ROLE_VERBS = "hướng dẫn|theo dõi|kiểm tra|đôn đốc"
_NOMINAL = re.compile(
    r"\b(?:việc|công tác|về|hoạt động|chất lượng|hiệu quả|tình hình|giải pháp|nhiệm vụ|lớp|trong|để)\b"
)
_NOT_LEADING = r"(?! (?:cuộc họp|phiên họp|hội nghị|buổi họp|họp|hội thảo|lễ|buổi làm việc|cuộc làm việc))"


def keyed(pattern: str) -> str:
    """A regular expression with its words in comparison form and its escapes left alone."""
    return re.sub(r"(\\.|\(\?P)|((?:(?!\(\?P)[^\\])+)", lambda m: m[1] or key(m[2]), pattern)


@cache
def _verbs() -> tuple[re.Pattern[str], dict[str, DutyRole]]:
    roles: dict[str, DutyRole] = {}
    for row in load("duty_verbs"):
        roles[key(row["verb"])] = _ROLES[row["role"]]
    words = sorted(roles, key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, words))})(?!\w)"), roles


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    adverb = rf"(?:(?:{keyed(_ADVERBS)})(?:,? và |,| )\s*)"
    return {
        "filler": re.compile(keyed(_FILLER)),
        "light": re.compile(rf"{adverb}*(?:(?:{keyed(_NOUNS)})\s+)?"),
        "adverbs": re.compile(rf"{adverb}*"),
        "link": re.compile(r"\s*(?:,|và|, và|/|, đồng thời|và đồng thời)\s+"),
        "finite": re.compile(
            rf"(?:,|\bvà|, đồng thời|\bđồng thời)\s+(?={adverb}*(?:{keyed(_FINITE)}|giám sát)\b)"
            r"|(?:,|\bvà)\s+đồng thời\s+"
            rf"|(?P<role>\bvà)\s+(?={adverb}*(?:{keyed(_ROLE_VERBS)})\b)"
        ),
        "always": re.compile(rf"(?:{keyed(_FINITE)})\b"),
        "not_leading": re.compile(keyed(_NOT_LEADING)),
    }


def _role_at(text: str, at: int) -> Predicate | None:
    """The verb at ``at`` behind its adverbs; a light verb gives way to the role verb it carries."""
    verbs, roles = _verbs()
    patterns = _patterns()
    light = patterns["light"].match(text, at)
    if light and (match := verbs.match(text, light.end())) and roles[match[1]] != "responsible":
        return _predicate(text, match, roles[match[1]])
    plain = patterns["adverbs"].match(text, at)
    starts = [plain.end()] if plain else []
    for start in (*starts, at):
        match = verbs.match(text, start)
        if match:
            return _predicate(text, match, roles[match[1]])
    # Adverbs swallowed the verb itself ("tăng cường ứng dụng", "tổ chức các lớp").
    match = verbs.match(text, at)
    return _predicate(text, match, roles[match[1]]) if match else None


def _predicate(text: str, match: re.Match[str], role: DutyRole) -> Predicate | None:
    if role == "lead" and not _patterns()["not_leading"].match(text, match.end()):
        return None
    return Predicate(role, match.start(), match.end())


def finite(text: str, verb: Predicate) -> bool:
    """Whether a predicate stands by itself wherever it stands: "…; báo cáo Giám đốc" is no object of a verb before."""
    return _patterns()["always"].match(text, verb.start) is not None


def has_verb(text: str) -> bool:
    """Whether any verb of duty stands in ``text``, wherever it stands."""
    plain = searchable(text)
    return any(m.start() == 0 or not plain[m.start() - 1].isalnum() for m in _verbs()[0].finditer(plain))


def searchable(text: str) -> str:
    """``text`` in its comparison form with every offset kept."""
    plain = key(text)
    return plain if len(plain) == len(text) else text.casefold()


def _after_filler(text: str, at: int) -> int:
    """The offset of the verb behind a filler that starts at ``at``, or ``at``."""
    if not _patterns()["filler"].match(text, at):
        return at
    verbs, _ = _verbs()
    for match in verbs.finditer(text, at, min(len(text), at + _FILLER_REACH)):
        whole = match.start() == 0 or not text[match.start() - 1].isalnum()
        if whole and match.start() > at and not text[: match.start()].rstrip().endswith(_INSIDE_FILLER):
            return match.start()
    return at


def predicates(text: str, start: int, end: int) -> tuple[Predicate, ...]:
    """The predicates in ``text[start:end]``, one clause of a sentence in comparison form, in order.

    Verbs joined by commas or "và" before their object are one chain and each counts; behind an object only verbs
    that cannot be part of it do. A chain that leads or coordinates takes in the plain verbs after it.
    """
    part = text[:end]
    at = start
    while at < end and not part[at].isalnum():
        at += 1
    at = _after_filler(part, at)
    first = _role_at(part, at)
    if first is None:
        return ()
    found = _chain(part, first)
    tail = found[-1].end
    for match in _patterns()["finite"].finditer(part, tail):
        if match["role"] and _NOMINAL.search(part, tail, match.start()):
            continue
        later = _role_at(part, match.end())
        if later:
            found.extend(_chain(part, later))
    if found[0].role == "lead":
        # "Chủ trì, phối hợp với …" is leading; who is worked with is another unit's role.
        found = [p for p in found if p.role not in ("responsible", "coordinate")]
    elif found[0].role == "coordinate":
        found = [p for p in found if p.role != "responsible"]
    return tuple(found)


def _chain(text: str, first: Predicate) -> list[Predicate]:
    found = [first]
    while link := _patterns()["link"].match(text, found[-1].end):
        following = _role_at(text, link.end())
        if following is None:
            break
        found.append(following)
    # "tổ chức triển khai, kiểm tra việc …": the second verb may stand behind a second plain one.
    if found[-1].role == "responsible":
        rest = re.match(rf" (?:{_plain_verbs()})", text[found[-1].end :])
        if rest:
            at = found[-1].end + rest.end()
            link = _patterns()["link"].match(text, at)
            following = _role_at(text, link.end()) if link else None
            if following:
                found.extend(_chain(text, following))
    return found


@cache
def _plain_verbs() -> str:
    return "|".join(
        re.escape(key(v)) for v in ("triển khai thực hiện", "triển khai", "thực hiện", "báo cáo", "tổng hợp")
    )
