"""A case of the worker who looks at it."""

from datetime import date

import pytest

from tests.factories.cases import make_case


@pytest.fixture
def page(page, worker):
    page.force_login(worker)
    return page


@pytest.fixture
def case(worker):
    return make_case(actor=worker, received_on=date(2026, 11, 13))
