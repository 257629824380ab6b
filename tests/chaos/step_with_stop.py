"""One step of payments in a process of its own: `python -m tests.chaos.step_with_stop STEP JSON`.

JSON holds the arguments: the actor's user name, days, the key of a list.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gops.settings.dev")
django.setup()

from core.models import User  # noqa: E402
from payments import services  # noqa: E402
from payments.models import PaymentList  # noqa: E402
from tests.chaos.stops import install  # noqa: E402

STEPS: dict[str, Callable[..., object]] = {
    "run": services.month_run,
    "prepare": services.lists_prepare,
    "approve": services.list_approve,
    "file": services.bank_file_make,
}


def main(step: str, given: dict[str, Any]) -> None:
    """Do the step as the named person."""
    values: dict[str, Any] = {"actor": User.objects.get(username=given.pop("actor"))}
    if "list" in given:
        values["payment_list"] = PaymentList.objects.get(number=given.pop("list"))
    values |= {name: date.fromisoformat(day) for name, day in given.items()}
    STEPS[step](**values)


if __name__ == "__main__":
    install()
    main(sys.argv[1], json.loads(sys.argv[2]))
