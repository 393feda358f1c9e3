"""Where a unit's own name ends: at a place, at another unit, at the verb of what the unit does."""

from __future__ import annotations

from indexer.extract.unit_lexicon import is_capital
from indexer.extract.unit_starts import Starts

OWNING = ("thuộc", "của", "trực")
# Words that end a name in prose: what follows is what the unit does.
_STOP_WORDS = """
có là được sẽ phải đã đang cần để trong tại về theo với cho từ đến khi nếu do bằng này cùng trên ngoài thuộc của đồng
những một hoặc như mỗi hằng hàng chậm trước sau trình giao làm gửi lập cử ký dành gắn đưa mở lắp soạn trả giữ chọn
mời giúp nắm đạt còn không chưa bị rồi vào gồm nhằm cả nhận đón họp ghi xin nghe nêu
"""
_STOPS = frozenset(_STOP_WORDS.split())
# The same of several syllables; the verbs of duty end a name too.
_STOP_PHRASES = frozenset(
    {"căn cứ", "tiếp tục", "thường xuyên", "kịp thời", "trực tiếp", "định kỳ", "khẩn trương", "tiến độ", "phụ trách"}
)
# A verb right before one of these has no object: it belongs to the name ("Phòng Kế hoạch tổng hợp chủ trì").
_PREDICATES = ("chủ trì", "đồng chủ trì", "phối hợp", "có trách nhiệm", "chịu trách nhiệm", "có nhiệm vụ", "tham mưu")
_CLOSING = frozenset({":", ";", ".", ")", "\n"})
_LINKS = frozenset({",", "-", "–", "&", "“", "”", '"'})
_LONGEST = 16
# How many small words behind "và" may still belong to a name that a verb or a colon closes.
_TAIL = 6


class Endings(Starts):
    """A stream that tells how far a capitalised name runs."""

    def name_end(self, at: int, small: bool = False) -> int:
        """The index behind the name that starts at token ``at``; ``at`` itself when no name starts there.

        ``small`` allows a name that starts with a small letter.
        """
        if at >= len(self.tokens) or not self.tokens[at].text[:1].isalnum():
            return at
        plain = self.cell or is_capital(self.tokens[at].text) or self.tokens[at].short
        if not plain and (not small or self.keys[at] == "và" or self.opens_group(at) or self._ends(at)):
            return at
        if not self.cell and (label := self._label_end(at)):
            return label
        i = at
        while i < len(self.tokens) and i - at < _LONGEST:
            token = self.tokens[i]
            if not token.text[:1].isalnum():
                if token.key not in _LINKS or not self._goes_on(i + 1, token.key):
                    break
            elif i > at and self._ends(i):
                break
            i += 1
        return i

    def _label_end(self, at: int) -> int | None:
        """The colon that closes a label at the head of a line: "Phòng Quản lý, hỗ trợ doanh nghiệp số 3: …"."""
        if at < 1 or (at > 1 and self.tokens[at - 2].key != "\n"):
            return None
        for i in range(at + 1, min(len(self.tokens), at + _LONGEST)):
            if self.keys[i] == ":":
                return i
            verb = self.lexicon.verbs.longest(self.keys, i)
            other = self.keys[i] in _STOPS or (verb is not None and not verb[0])
            if other or self.keys[i] in (".", ";", "(") or self.place(i) or self.at_unit_start(i):
                return None
        return None

    def _goes_on(self, i: int, link: str) -> bool:
        if i >= len(self.tokens) or not self.tokens[i].text[:1].isalnum():
            return False
        small = not is_capital(self.tokens[i].text)
        return not self.at_unit_start(i) and not (link == "," and small and not self.cell)

    def _ends(self, i: int) -> bool:
        token = self.tokens[i]
        if self.keys[i] in OWNING or (self.place(i) and self.keys[i - 1] != "liên"):
            return True
        if token.key == "và":
            return self._parts(i)
        if self.cell:
            return self.opens_group(i) or (is_capital(token.text) and self.is_top(i))
        if is_capital(token.text):
            return self.is_top(i)
        return self.keys[i - 1].isdigit() or self.acts(i)

    def acts(self, i: int) -> bool:
        """Whether the small word at ``i`` starts what a unit does and is no further word of its name."""
        pair = " ".join(self.keys[i : i + 2])
        if pair in _STOP_PHRASES:
            return True
        if self.keys[i] in _STOPS:
            return pair not in self.lexicon.name_pairs
        verb = self.lexicon.verbs.longest(self.keys, i)
        return verb is not None and not (verb[0] and self._in_name(verb[1]))

    def _in_name(self, end: int) -> bool:
        """Whether a verb that names may hold, and that ends before ``end``, has no object: the name closes with it."""
        if end >= len(self.keys) or self.keys[end] in _CLOSING or is_capital(self.tokens[end].text):
            return True
        if self.keys[end] in (",", "và") and end + 1 < len(self.tokens):
            return is_capital(self.tokens[end + 1].text) or self.at_unit_start(end + 1)
        if self._predicate(end) or self.keys[end - 1 : end + 1] == ["là"]:
            return True
        verb = self.lexicon.verbs.longest(self.keys, end)
        return verb is not None and verb[0] and self._in_name(verb[1])

    def _predicate(self, i: int) -> bool:
        return " ".join(self.keys[i : i + 3]).startswith(_PREDICATES)

    def _parts(self, i: int) -> bool:
        """Whether "và" at ``i`` stands between two units and not inside a name."""
        after = i + 1
        if after >= len(self.tokens) or self.at_unit_start(after):
            return True
        if self.cell or is_capital(self.tokens[after].text):
            return False
        return not self.closes(after)

    def closes(self, i: int) -> bool:
        """Whether a few small words lead up to a verb of duty or a colon, as the rest of a name does."""
        for at in range(i, min(len(self.tokens), i + _TAIL)):
            if self.keys[at] == ":" or (at > i and self._predicate(at)):
                return True
            here = self.tokens[at].text
            other = at == i and self.lexicon.nouns.longest(self.keys, at) is not None
            if other or not here[:1].isalnum() or is_capital(here) or self.acts(at):
                return False
        return False
