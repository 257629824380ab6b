"""The command line: `python -m law --help`. Exit status 0 answered, 2 bad input."""

import argparse
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from law import status
from law.engine import benefits, calculate, history, parameters_on, schema
from law.errors import LawError
from law.outcome import VERSION
from law.params import BadParameter
from law.questions import answer_lines, read_json, text_of
from law.reading import Day
from law.trace import plain

BAD_INPUT = 2
_EXAMPLES = """examples:
  python -m law list
  python -m law schema zasilek_staly
  echo '{"household": {"size": 1, "persons": [{"id": "a", "incapable": true}]}, "incomes": []}' \\
    | python -m law calculate --benefit zasilek_staly --on 2025-03-01 -
  python -m law batch questions.jsonl
  python -m law parameters --on 2025-03-01 --benefit zasilek_okresowy
"""


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m law",
        description="What does Polish social welfare law grant on a day, and why?",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    one = commands.add_parser("calculate", help="facts of one case in, one answer out (JSON)")
    one.add_argument("--benefit", required=True, metavar="CODE", help="see `list`")
    one.add_argument("--on", required=True, metavar="DATE", help="day whose law applies")
    one.add_argument("file", nargs="?", default="-", help="JSON facts, - for standard input")
    many = commands.add_parser("batch", help="questions in, answers out, one JSON object a line")
    many.add_argument("file", nargs="?", default="-", help="JSON Lines file, - for standard input")
    shape = commands.add_parser("schema", help="JSON Schema of the facts of a benefit")
    shape.add_argument("code", metavar="CODE")
    commands.add_parser("list", help="benefits with their act, days, task and classification")
    amounts = commands.add_parser("parameters", help="amounts and rates with their sources")
    amounts.add_argument("--on", metavar="DATE", help="only those in force on this day")
    amounts.add_argument("--benefit", metavar="CODE", help="only those of one benefit")
    commands.add_parser("status", help="what is unsure or inferred, as Markdown")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command."""
    arguments = _arguments().parse_args(argv)
    try:
        return _COMMANDS[arguments.command](arguments)
    except LawError as error:
        print(f"error: {error}", file=sys.stderr)
    except (OSError, BadParameter) as error:
        print(f"error: {error}", file=sys.stderr)
    return BAD_INPUT


def _calculate(arguments: argparse.Namespace) -> int:
    on = Day().read(arguments.on, "on")
    with _opened(arguments.file) as stream:
        facts = read_json(text_of(stream.read()))
    print(_json({"id": None, **calculate(arguments.benefit, facts, on).as_json()}))
    return 0


def _batch(arguments: argparse.Namespace) -> int:
    failed = False
    with _opened(arguments.file) as stream:
        for answer in answer_lines(stream):
            failed = failed or "error" in answer
            print(json.dumps(answer, ensure_ascii=False))
    return BAD_INPUT if failed else 0


def _schema(arguments: argparse.Namespace) -> int:
    print(_json(schema(arguments.code)))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    rows = [
        {
            "code": info.code,
            "label": info.label,
            "act": info.act,
            "valid_from": plain(info.valid_from),
            "valid_until": plain(info.valid_until),
            "task": info.task,
            "classification": info.classification,
        }
        for info in benefits()
    ]
    print(_json(rows))
    return 0


def _parameters(arguments: argparse.Namespace) -> int:
    if arguments.on:
        found = parameters_on(Day().read(arguments.on, "on"), arguments.benefit)
    else:
        found = history(arguments.benefit)
    print(_json([value.as_json() for value in found]))
    return 0


def _status(arguments: argparse.Namespace) -> int:
    print(status.report(VERSION), end="")
    return 0


_COMMANDS = {
    "calculate": _calculate,
    "batch": _batch,
    "schema": _schema,
    "list": _list,
    "parameters": _parameters,
    "status": _status,
}


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
    else:
        with Path(name).open("rb") as stream:
            yield stream


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # whatever the locale says
    sys.exit(main())
