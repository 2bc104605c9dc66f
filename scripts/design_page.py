"""Reads the tables of docs/design.md that the checks compare with the code."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DESIGN_PAGE = ROOT / "docs" / "design.md"


def table_below(heading: str) -> list[list[str]]:
    """The rows, cell by cell and without backticks, of the first table below `heading`."""
    lines = DESIGN_PAGE.read_text(encoding="utf-8").splitlines()
    start = next((i for i, line in enumerate(lines) if line.lstrip("# ") == heading and line.startswith("#")), None)
    if start is None:
        raise SystemExit(f"docs/design.md has no heading {heading!r}")
    rows: list[list[str]] = []
    for line in lines[start + 1 :]:
        if line.startswith("|"):
            rows.append([cell.strip().replace("`", "") for cell in line.strip("| \n").split("|")])
        elif rows or line.startswith("#"):
            break
    if len(rows) < 3 or not re.fullmatch(r"[-: ]+", rows[1][0]):
        raise SystemExit(f"docs/design.md has no table below {heading!r}")
    return rows[2:]
