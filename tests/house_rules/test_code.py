"""Rules of the code that no linter knows."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house_rules.sources import ROOT, python_files, shown, tree, view_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 70  # a table of data may be long; code rarely is
OUR_CODE = ("static", "templates", "docs")
SCOPED = {
    *("Person", "Household", "Membership", "Document", "Income", "Certificate", "Address"),
    *("Case", "Term", "Calculation", "Decision", "Entitlement", "Claim"),
}
WRITES = {
    *("create", "bulk_create", "update", "bulk_update", "delete", "get_or_create"),
    *("update_or_create", "save"),
}


def functions(file: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef):
            yield node


def test_files_are_short():
    long = {
        shown(file): lines
        for file in [*python_files(), *python_files("tests", "bench")]
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_functions_are_short():
    long = {
        f"{shown(file)}:{node.lineno} {node.name}": lines
        for file in python_files()
        for node in functions(file)
        if node.end_lineno and (lines := node.end_lineno - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_views_start_from_what_a_person_may_see():
    """No `Person.objects` and the like in a view: queries decide in one place who sees what."""
    found = [
        f"{shown(file)}:{node.lineno}"
        for file in view_files()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute)
        and node.attr in ("objects", "_base_manager")
        and isinstance(node.value, ast.Name)
        and node.value.id in SCOPED
    ]
    assert found == []


def test_views_do_not_write():
    found = [
        f"{shown(file)}:{node.lineno} .{node.func.attr}()"
        for file in view_files()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and not _is_harmless(node.func)
    ]
    assert found == []


def _is_harmless(call: ast.Attribute) -> bool:
    """A dictionary's or a session's own method of that name."""
    return isinstance(call.value, ast.Name) and call.value.id in ("context", "initial", "session")


def test_services_take_keywords_only_and_name_the_actor():
    wrong = []
    for file in python_files("clients", "cases", "payments", "benefits", "reports"):
        if not {"services"} & {*file.relative_to(ROOT).parent.parts, file.stem}:
            continue
        for node in functions(file):
            if not any("service" in ast.unparse(mark) for mark in node.decorator_list):
                continue
            names = {argument.arg for argument in node.args.kwonlyargs}
            if node.args.args or "actor" not in names:
                wrong.append(f"{shown(file)}:{node.lineno} {node.name}")
    assert wrong == []


def test_money_and_law_know_no_float():
    found = []
    for file in python_files("law", "payments", "benefits"):
        for node in ast.walk(tree(file)):
            named = isinstance(node, ast.Name) and node.id == "float"
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if named or literal:
                found.append(f"{shown(file)}:{node.lineno}")
    assert found == []


def test_law_parameters_are_text_not_float():
    """A YAML amount without quotes would become a float."""
    amount = re.compile(r"value:\s*-?\d+\.\d+")
    found = [
        f"{shown(file)}: {match.group()}"
        for file in sorted((ROOT / "law").rglob("*.yaml"))
        for match in amount.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_law_stands_alone():
    """A bare interpreter imports it, and no Django comes along."""
    script = "import sys, law; sys.exit(any(m.split('.')[0] == 'django' for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_nothing_is_put_off():
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    files = [*python_files(), *python_files("tests", "bench")]
    files += [
        file for folder in OUR_CODE for file in (ROOT / folder).rglob("*.*") if file.is_file()
    ]
    kinds = {".py", ".html", ".js", ".css", ".md"}
    found = [
        f"{shown(file)}: {match.group()}"
        for file in files
        if file.suffix in kinds and file != Path(__file__)
        for match in words.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_error_is_swallowed_unseen():
    """`except …: pass` hides trouble; `contextlib.suppress` names what may happen."""
    found = [
        f"{shown(file)}:{node.lineno}"
        for file in python_files()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or all(isinstance(line, ast.Pass) for line in node.body))
    ]
    assert found == []


def test_lock_files_name_no_registry():
    address = re.compile(r"https?://|resolved")
    names = ["requirements/base.txt", "requirements/embedded.txt", "requirements/dev.txt"]
    found = [
        f"{name}: {line}"
        for name in [*names, "package-lock.json"]
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if address.search(line) and '"url": ' not in line
    ]
    assert found == []
