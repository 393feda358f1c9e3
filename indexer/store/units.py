"""The identity of a unit: its full name, the scope that tells it from its namesakes, and since when it exists."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import lru_cache

from indexer import fold
from indexer.types import UnitMention

_BETWEEN = re.compile(r"[^a-z0-9]+")
_WORDS = re.compile(r"[^\W_]+")
_RUN_TOGETHER = re.compile(r"(?<=[a-zß-öø-ÿăđĩũơưạ-ỹ])(?=[A-ZÀ-ÖØ-ÞĂĐĨŨƠƯ][a-zß-öø-ÿăđĩũơưạ-ỹ])")
_LEVELS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")
_PLACE = re.compile(rf"\b({'|'.join(_LEVELS)}) (.+)$")
# What ties a name to the body it belongs to: "Các phòng chuyên môn thuộc Sở".
_TIES = (" trực thuộc", " thuộc", " của", " đóng trên địa bàn", " trên địa bàn")
_OPENERS = re.compile(r"^(?:tất cả |toàn thể )?(?:các|những|mọi) ")
_COMMITTEE = "ủy ban nhân dân"


@lru_cache(maxsize=32768)
def unit_id(name: str, scope: str, since: date | None = None) -> str:
    """A stable, readable id, the same for every full or short form of the name within one scope.

    The name without marks and a digest of what identifies the unit: ``core`` of the name, the scope, and the day
    since which a body of that name exists (None: as long as anyone remembers).
    """
    core = essence(name, scope)
    same = f"{core.replace(' ', '')}|{_plain(scope)}{f'|{since}' if since else ''}"
    digest = hashlib.sha256(same.encode()).hexdigest()[:8]
    slug = _BETWEEN.sub("-", fold.fold(core)).strip("-")[:60].strip("-")
    return f"{slug}-{digest}" if slug else digest


def essence(name: str, scope: str) -> str:
    """The words of ``name`` without those that only repeat its scope, in search spelling.

    "Văn phòng Sở Tư pháp" under "Sở Tư pháp tỉnh Tây Ninh" is "văn phòng", as is bare "Văn phòng"; a group loses
    "các" and "có" before "liên quan". What would leave nothing stays.
    """
    plain = _OPENERS.sub("", _plain(name)).replace(" có liên quan", " liên quan")
    own = _plain(scope)
    for tail in _tails(own):
        if len(tail) < len(plain) and plain.endswith(f" {tail}"):
            rest = plain[: -len(tail) - 1]
            if tail not in _LEVELS or not rest.endswith(("cấp", *_LEVELS)):
                plain = _untied(rest)
                break
    if own.startswith(_LEVELS) and plain.endswith(f" {_COMMITTEE}"):
        rest = plain[: -len(_COMMITTEE) - 1]
        if rest == "văn phòng" or rest.endswith(_TIES):
            plain = _untied(rest)
    return plain


def _tails(scope: str) -> list[str]:
    """The wordings of a scope that may end a name, the longest first."""
    place = _PLACE.search(scope)
    found = [scope]
    if place is None or place.start() == 0:
        return [*found, place[1]] if place else found
    body = scope[: place.start()].strip()
    found += [f"{body} {place[1]}", body]
    if body.startswith("sở "):
        found.append("sở")
    return found


def _untied(rest: str) -> str:
    for tie in _TIES:
        rest = rest.removesuffix(tie)
    return rest


def _plain(text: str) -> str:
    """The words in search spelling, apart by one space; words run together ("chứcBộ") are parted."""
    return " ".join(_WORDS.findall(fold.key(_RUN_TOGETHER.sub(" ", text))))


def wording_key(printed: str) -> str:
    """One key for every spelling of a printed wording: letters and figures only."""
    return _plain(printed).replace(" ", "")


def counted_name(mention: UnitMention) -> str:
    """The unit under which a mention counts: a head's unit for an office, else the name itself."""
    return mention.unit or mention.name


def mention_id(mention: UnitMention) -> str:
    """The id of the unit under which a mention counts: the one the catalogue settled, else the one it follows from."""
    return mention.entity or unit_id(counted_name(mention), mention.scope)
