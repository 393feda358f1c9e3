"""Requests refused before anything is done with them; each says what would be taken."""

from __future__ import annotations

from search_api.errors import SearchError


class TooLarge(SearchError):
    """A body larger than this server takes."""

    code = "too_large"
    status = 413

    def __init__(self, most: int) -> None:
        size = f"{most >> 20} MB" if most >= 1 << 20 else f"{most >> 10} kB"
        super().__init__(
            f"Yêu cầu lớn hơn {size}, mức nhiều nhất mỗi lần gửi; hãy chia nhỏ rồi gửi lại. Chưa lưu gì của lần này.",
            f"The request is larger than {size}, the most for one sending; send less at once. Nothing of it was kept.",
        )


class AddressTooLong(SearchError):
    """An address (path and query) longer than this server reads."""

    code = "address_too_long"
    status = 414

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Địa chỉ dài hơn {most} ký tự; hãy rút ngắn câu hỏi hoặc bộ lọc.",
            f"The address is longer than {most} characters; shorten the question or the filters.",
        )


class HeadersTooLarge(SearchError):
    """More headers, or longer ones, than this server reads."""

    code = "headers_too_large"
    status = 431

    def __init__(self) -> None:
        super().__init__(
            "Phần đầu của yêu cầu quá dài; hãy xóa cookie của trang này rồi thử lại.",
            "The headers of the request are too long; delete the cookies of this site and try again.",
        )


class TooMany(SearchError):
    """More requests than one reader may send; ``seconds`` until the next is taken."""

    code = "too_many_requests"
    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"Có quá nhiều yêu cầu trong thời gian ngắn; xin chờ {seconds} giây rồi thử lại.",
            f"Too many requests in a short time; please wait {seconds} seconds and try again.",
        )
        self.seconds = seconds


class ExportsBusy(TooMany):
    """As many large files as the server makes at once are being made."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.args = (f"Máy chủ đang xuất nhiều tệp cùng lúc; xin chờ {seconds} giây rồi thử lại.",)
        self.en = f"The server is making several files at once; please wait {seconds} seconds and try again."
