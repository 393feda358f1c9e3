"""Dark or light: kept in a cookie, for browsers without script too."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from web.back import within
from web.templating import YEAR

router = APIRouter()


@router.post("/preferences")
def keep(theme: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "/") -> RedirectResponse:
    """Keep the theme and go back to where the reader was, within this application only."""
    response = RedirectResponse(within(back), status_code=303)
    if theme in {"dark", "light"}:
        response.set_cookie("theme", theme, max_age=YEAR, samesite="lax", path="/")
    return response
