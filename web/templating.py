"""Templates and what they may call: words, dates, links and marks in the language of the request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from search_api.access.viewer import current
from search_api.access.visit import visit_of
from web import labels
from web.corrected import field_words, value_words
from web.hits import hit_view
from web.language import Language, choose, language

HERE = Path(__file__).parent
YEAR = 31_536_000


@cache
def environment() -> Environment:
    """The template environment: everything escaped, unknown names refused."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # They change with the program only; looking for newer ones takes fifty calls a page.
        auto_reload=False,
    )
    made.filters.update(
        legal_path=labels.legal_path, clip=labels.clip, hit_view=hit_view, deadline_notes=labels.deadline_notes
    )
    return made


def make_ready() -> None:
    """Compile every template, so that no first reader of a page waits for it."""
    for name in environment().list_templates():
        environment().get_template(name)


@cache
def stamp() -> str:
    """A short checksum of the static files, so that a new version is never taken from a browser's cache."""
    digest = sha256()
    for path in sorted((HERE / "static").glob("*.[cj]s*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def request_language(request: Request) -> Language:
    """The language in which to answer this request."""
    asked = request.query_params.get("lang")
    return language(choose(asked, request.cookies.get("lang"), request.headers.get("accept-language", "")))


def reader_link(citation: Mapping[str, Any], question: str = "") -> str:
    """The address that opens the reader at a citation, always within this application.

    With the ``question`` that the citation answers, the reader leads on to the other citations of that answer.
    """
    url = str(citation.get("url") or "")
    parts = urlsplit(url)
    if not url.startswith("/") or parts.netloc:
        return f"/documents/{citation['document_id']}"
    if not question:
        return url
    query = "&".join(filter(None, (parts.query, urlencode({"q": question}))))
    return parts._replace(query=query).geturl()


def form_key_field(request: Request) -> Markup:
    """The hidden field that every form that changes something begins with."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(visit_of(request).form_key())


def with_param(request: Request, name: str, value: object) -> str:
    """This page's address with one parameter set; a change of anything but the place in the list starts it anew."""
    kept = [(k, v) for k, v in parse_qsl(request.url.query) if k != name and (k != "offset" or name == "lang")]
    return f"{request.url.path}?{urlencode([*kept, (name, str(value))])}"


def render(request: Request, template: str, page: object, status: int = 200, q: str = "") -> HTMLResponse:
    """The page as HTML; keeps the language in a cookie where the address asked for one."""
    tongue = request_language(request)
    html = fragment(request, template, page, q)
    response = HTMLResponse(html, status, {"content-language": tongue.code, "vary": "accept-language, cookie"})
    if request.query_params.get("lang") == tongue.code:
        response.set_cookie("lang", tongue.code, max_age=YEAR, samesite="lax", path="/")
    return response


def fragment(request: Request, template: str, page: object, q: str = "") -> str:
    """What the template makes of the page, in the language of the request."""
    tongue = request_language(request)
    theme = request.cookies.get("theme")
    return (
        environment()
        .get_template(template)
        .render(
            page=page,
            q=q,
            lang=tongue.code,
            theme=theme if theme in {"dark", "light"} else None,
            stamp=stamp(),
            viewer=visit_of(request).viewer or current(),
            news=lambda: request.app.state.api.state.seeking.saved.news(current()),
            csrf=lambda: form_key_field(request),
            csrf_key=lambda: visit_of(request).form_key(),
            path=request.url.path,
            here=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            _=tongue.gettext,
            n_=tongue.ngettext,
            number=tongue.number,
            day=tongue.day,
            moment=tongue.moment,
            field_words=lambda name: field_words(name, tongue),
            value_words=value_words,
            confidence_words=lambda value: labels.confidence_words(value, tongue),
            role_words=lambda role: labels.role_words(role, tongue),
            relation_words=lambda relation: labels.relation_words(relation, tongue),
            stage_words=lambda stage, state: labels.stage_words(stage, state, tongue),
            deadline_words=lambda deadline: labels.deadline_words(deadline, tongue),
            reason_words=lambda reason: labels.reason_words(reason, tongue),
            match_words=lambda relation: labels.match_words(relation, tongue),
            where_words=lambda where: labels.where_words(where, tongue),
            weekday_words=lambda: labels.weekday_words(tongue),
            month_words=lambda first: labels.month_words(first, tongue),
            period_words=lambda view, first, last: labels.period_words(view, first, last, tongue),
            unit_counts=lambda unit: labels.unit_counts(unit, tongue),
            reader_link=lambda citation: reader_link(citation, q),
            with_param=lambda name, value: with_param(request, name, value),
        )
    )
