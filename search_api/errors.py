"""What can go wrong with a question or a request; each becomes ``{"error": {"code", "message", "detail"}}``."""

from __future__ import annotations

# For the pages, which may import from this package only.
from indexer.errors import IndexerError as IndexerError
from indexer.errors import NoRoom as NoRoom


class SearchError(Exception):
    """Base of the errors that answer a request; ``str(error)`` is Vietnamese, ``en`` its English twin."""

    code = "search_error"
    status = 500

    def __init__(self, message: str, en: str, detail: str | None = None) -> None:
        super().__init__(message)
        self.en = en
        self.detail = detail


class NotFound(SearchError):
    """Something asked for by its id that the catalogue does not hold."""

    code = "not_found"
    status = 404


class BadQuery(SearchError):
    """A question that cannot be read: empty, only punctuation, or too long."""

    code = "bad_query"
    status = 400


class BadParameter(SearchError):
    """A parameter outside its range; the message says which range is right."""

    code = "bad_parameter"
    status = 422


class SignInRefused(SearchError):
    """A log-in that did not succeed; the sentence does not tell whether there is such an account."""

    code = "sign_in_refused"
    status = 401


class ProviderUnavailable(SignInRefused):
    """A log-in provider that does not answer, or answers with something else."""

    code = "provider_unavailable"
    status = 502


class TooManyAttempts(SearchError):
    """Attempts that came too soon after others; ``seconds`` is how long to wait."""

    code = "too_many_attempts"
    status = 429

    def __init__(self, message: str, en: str, seconds: int) -> None:
        super().__init__(message, en)
        self.seconds = seconds


class BadUpload(SearchError):
    """A file that cannot be added: empty, too large, of a kind that no reader knows."""

    code = "bad_upload"
    status = 400
