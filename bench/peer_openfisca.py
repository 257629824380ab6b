"""One calculation by OpenFisca's country template, run by the Python of `make bench-peers`.

Prints the median and the p95 in milliseconds: the situation of a family built and its benefits and
taxes computed, the tax and benefit system loaded before, as the law is on our side.
"""

import json
import statistics
import time

from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_country_template import CountryTaxBenefitSystem

MONTH = "2017-01"
SITUATION = {
    "persons": {
        "a": {"birth": {"ETERNITY": "1980-05-01"}, "salary": {MONTH: 2000}},
        "b": {"birth": {"ETERNITY": "1984-02-11"}, "salary": {MONTH: 0}},
        "c": {"birth": {"ETERNITY": "2015-09-30"}},
        "d": {"birth": {"ETERNITY": "2016-01-17"}},
    },
    "households": {
        "h": {"adults": ["a", "b"], "children": ["c", "d"], "rent": {MONTH: 600}}
    },
}  # fmt: skip
WANTED = ("basic_income", "income_tax", "housing_allowance", "parenting_allowance")


def main() -> None:
    """Measure and print."""
    system = CountryTaxBenefitSystem()
    taken = []
    for _run in range(300):
        start = time.perf_counter()
        simulation = SimulationBuilder().build_from_dict(system, SITUATION)
        for name in WANTED:
            simulation.calculate(name, MONTH)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    print(json.dumps({"median": statistics.median(taken), "p95": taken[int(len(taken) * 0.95)]}))


if __name__ == "__main__":
    main()
