"""Tesseract, run as a program of its own: a crash or a hang on a hostile image stays outside this process."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from functools import lru_cache

import cv2

from indexer.read.ocr.engines import Grey, OcrFailed, Seen

_SECONDS = 180
_SURE_TURN = 2.0
_BLOCK, _AUTO, _ORIENTATION = "6", "3", "0"


@lru_cache(maxsize=1)
def installed() -> bool:
    """Whether the program and its Vietnamese model are here."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=30)
    return "vie" in listed.stdout.split()


class Tesseract:
    """Debian's Tesseract with its Vietnamese model."""

    name = "tesseract"

    def words(self, image: Grey, single_column: bool) -> tuple[Seen, ...]:
        """Words in Tesseract's reading order; lines are numbered in that order."""
        # Debian's model settles at about 300 points an inch; the caller scales the page to that.
        answer = _run(image, ["-l", "vie", "--psm", _BLOCK if single_column else _AUTO, "--dpi", "300", "tsv"])
        seen: list[Seen] = []
        lines: dict[tuple[str, str, str], int] = {}
        for row in csv.DictReader(io.StringIO(answer), delimiter="\t", quoting=csv.QUOTE_NONE):
            text = (row.get("text") or "").strip()
            if row["level"] != "5" or not text:
                continue
            line = lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), len(lines))
            left, top = int(row["left"]), int(row["top"])
            right, bottom = left + int(row["width"]), top + int(row["height"])
            seen.append(Seen(text, left, top, right, bottom, max(0.0, float(row["conf"])) / 100, line))
        return tuple(seen)

    def quarter_turns(self, image: Grey) -> int:
        """By Tesseract's orientation detection, where its confidence is high."""
        try:
            answer = _run(image, ["--psm", _ORIENTATION, "--dpi", "300"])
        except OcrFailed:
            return 0
        facts = dict(line.split(": ", 1) for line in answer.splitlines() if ": " in line)
        if float(facts.get("Orientation confidence", "0")) < _SURE_TURN:
            return 0
        return int(facts.get("Rotate", "0")) // 90 % 4


def _run(image: Grey, options: list[str]) -> str:
    ok, encoded = cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not ok:
        raise OcrFailed("Không mã hoá được ảnh trang.", "The page image could not be encoded.")
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", *options],
            input=encoded.tobytes(),
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            # Pages are read side by side, one thread each.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise OcrFailed(
            f"Tesseract không xong một trang trong {_SECONDS} giây.",
            f"Tesseract did not finish a page in {_SECONDS} seconds.",
        ) from error
    if done.returncode != 0:
        said = done.stderr.decode("utf8", "replace").strip().splitlines()
        raise OcrFailed(f"Tesseract dừng: {said[-1] if said else done.returncode}", "Tesseract stopped.")
    return done.stdout.decode("utf8", "replace")
