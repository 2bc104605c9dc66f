"""Reads, and rewrites, the tables of docs/design.md that the checks compare with the code."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DESIGN_PAGE = ROOT / "docs" / "design.md"


def _place(lines: list[str], heading: str) -> tuple[int, int]:
    """The lines, first and behind the last, of the first table below `heading`."""
    headings = (i for i, line in enumerate(lines) if line.startswith("#") and line.lstrip("# ") == heading)
    start = next(headings, None)
    if start is None:
        raise SystemExit(f"docs/design.md has no heading {heading!r}")
    first = next((i for i in range(start, len(lines)) if lines[i].startswith("|")), len(lines))
    last = next((i for i in range(first, len(lines)) if not lines[i].startswith("|")), len(lines))
    if last - first < 3 or not re.fullmatch(r"[-:| ]+", lines[first + 1]):
        raise SystemExit(f"docs/design.md has no table below {heading!r}")
    return first, last


def table_below(heading: str) -> list[list[str]]:
    """The rows, cell by cell and without backticks, of the first table below `heading`."""
    lines = DESIGN_PAGE.read_text(encoding="utf-8").splitlines()
    first, last = _place(lines, heading)
    return [[cell.strip().replace("`", "") for cell in line.strip("| ").split("|")] for line in lines[first + 2 : last]]


def replace_table(heading: str, rows: list[list[str]]) -> None:
    """Puts `rows` in place of the rows of the first table below `heading`."""
    lines = DESIGN_PAGE.read_text(encoding="utf-8").splitlines()
    first, last = _place(lines, heading)
    lines[first + 2 : last] = [f"| {' | '.join(row)} |" for row in rows]
    DESIGN_PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
