"""The repository's own files, as house rules see them."""

import ast
import functools
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("gops", "reports", "programmes", "benefits", "payments", "cases", "clients", "core", "law")


def python_files(*folders: str) -> list[Path]:
    """Python files of these folders (of all rooms), without migrations."""
    found = [file for folder in folders or ROOMS for file in (ROOT / folder).rglob("*.py")]
    return sorted(file for file in found if "migrations" not in file.parts)


def view_files() -> list[Path]:
    """Modules of views and of the API."""
    return [
        file
        for file in python_files()
        if {"views", "api"} & {*file.relative_to(ROOT).parent.parts, file.stem}
    ]


def templates() -> list[Path]:
    """HTML templates of ours."""
    return sorted((ROOT / "templates").rglob("*.html"))


def shown(file: Path) -> str:
    """The path as people write it."""
    return str(file.relative_to(ROOT))


@functools.cache
def tree(file: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))
