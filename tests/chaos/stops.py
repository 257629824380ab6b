"""Stop a real process at a named point. Only the wrappers in this folder install it.

GOPS_STOP is `module:function:before` or `…:after`; a function in a module's dictionary is written
`module:dictionary.key`. The process then kills itself with SIGKILL: no handler, no clean-up. With
GOPS_PAUSE=FILE it makes that file instead and waits until somebody removes it.
"""

import functools
import os
import signal
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

STOP = "GOPS_STOP"
PAUSE = "GOPS_PAUSE"
PAUSE_LIMIT = 60.0


def install() -> None:
    """Wrap the named function; nothing without GOPS_STOP."""
    point = os.environ.get(STOP)
    if not point:
        return
    module, name, when = point.split(":")
    holder: Any = vars(import_module(module))
    if "." in name:
        dictionary, name = name.split(".", 1)
        holder = holder[dictionary]
    holder[name] = _wrapped(holder[name], when)


def _wrapped(func: Callable[..., Any], when: str) -> Callable[..., Any]:
    @functools.wraps(func)
    def inside(*args: Any, **kwargs: Any) -> Any:
        if when == "before":
            _stop()
        result = func(*args, **kwargs)
        if when == "after":
            _stop()
        return result

    return inside


def _stop() -> None:
    mark = os.environ.get(PAUSE)
    if not mark:
        os.kill(os.getpid(), signal.SIGKILL)
        return
    file, deadline = Path(mark), time.monotonic() + PAUSE_LIMIT
    if file.with_suffix(".once").exists():  # only the first one waits
        return
    file.with_suffix(".once").touch()
    file.touch()
    while file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
