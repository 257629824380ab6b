"""Health contribution of a paid zasiłek stały, as the law computes it (rozdział 85213 § 4130)."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

import law

CODE = "skladka_zdrowotna"
ROZDZIAL = "85213"
PARAGRAF = "4130"


@lru_cache(maxsize=200_000)
def health_contribution(amount: Decimal, month: date) -> Decimal:
    """Contribution (zł) from `amount` of zasiłek stały paid for `month`."""
    outcome = law.calculate(CODE, {"zasilek_staly": str(amount)}, month)
    if outcome.amount is None:
        raise law.LawError(f"{CODE} gave no amount for {amount} on {month}")
    return Decimal(outcome.amount)
