"""A provider's answer to RFC 7636 around one that takes any code: what was challenged must be verified."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

from werkzeug.serving import make_server


class Verifying:
    """Remembers the challenge under which a code was given out, and refuses the code without its verifier."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.challenges: dict[str, str] = {}
        self.refused = 0

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        asked = parse_qs(environ.get("QUERY_STRING", ""))
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/token"):
            size = int(environ.get("CONTENT_LENGTH") or 0)
            body = environ["wsgi.input"].read(size)
            environ["wsgi.input"] = BytesIO(body)
            if not self._verified(parse_qs(body.decode())):
                self.refused += 1
                start("400 Bad Request", [("Content-Type", "application/json")])
                return [json.dumps({"error": "invalid_grant"}).encode()]

        def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            for code in parse_qs(urlsplit(dict(headers).get("Location", "")).query).get("code", ()):
                if asked.get("code_challenge_method") == ["S256"]:
                    self.challenges[code] = asked["code_challenge"][0]
            return start(status, headers, *more)

        return self.app(environ, started)

    def _verified(self, sent: dict[str, list[str]]) -> bool:
        verifier = sent.get("code_verifier", [""])[0]
        made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        return self.challenges.pop(sent.get("code", [""])[0], None) == made


@contextmanager
def running(app: Any) -> Iterator[str]:
    """The address at which the provider listens."""
    server = make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.1,))
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
