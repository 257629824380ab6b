"""axe-core over the pages of every role: wide and light, narrow and dark."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from benefits.models import Decision
from cases.models import Case, PaymentWay
from clients.queries import members_on
from core.permissions import Role
from payments.models import Entitlement, PaymentList
from payments.states import ListStatus
from tests.e2e.conftest import ROOT, SignIn
from tests.factories.benefits import (
    make_calculated_case,
    make_draft,
    make_issued,
    make_submitted,
)
from tests.factories.cases import make_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY
from tests.factories.payments import make_approved_lists, make_entitlement, make_lists

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDE = {"width": 1366, "height": 768}
NARROW = {"width": 390, "height": 844}
# The serious ones only; the page of the API is another project's (Swagger UI).
RUN = """() => axe.run({preload: false, resultTypes: ["violations"]}).then((result) =>
  result.violations
    .filter((found) => ["serious", "critical"].includes(found.impact))
    .map((found) => [found.id, ...found.nodes.map((node) => node.html.slice(0, 160))].join(" | "))
  )"""
STALY = "benefit:85216:3110:wlasne_obowiazkowe"  # the row of zasiłek stały in a reconciliation
SIDEWAYS = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""


@dataclass
class Office:
    """Something of everything, so that no page is empty."""

    registered: Case
    calculated: Case
    draft: Decision
    submitted: Decision
    issued: Decision
    refused: Decision
    approved: PaymentList
    prepared: PaymentList
    entitlement: Entitlement


@pytest.fixture
def filled(staff) -> Office:
    """One case in each state, one list approved, one prepared."""
    child = make_person("Jan", "Żak", birth_date=TODAY.replace(year=2016))
    family = make_household(make_person("Ewa", "Żak"), child)
    issued = make_issued(household=family, payment_way=PaymentWay.TRANSFER)
    make_approved_lists()
    make_entitlement("zasilek_staly", amount="1229.00")
    make_lists()
    return Office(
        registered=make_case(),
        calculated=make_calculated_case("zasilek_celowy"),
        draft=make_draft(),
        submitted=make_submitted("zasilek_celowy", amount=Decimal("300.00")),
        issued=issued,
        refused=make_draft(incomes=[("wage", "2500.00")]),
        approved=PaymentList.objects.filter(status=ListStatus.APPROVED)[0],
        prepared=PaymentList.objects.filter(status=ListStatus.PREPARED)[0],
        entitlement=Entitlement.objects.order_by("pk")[0],
    )


def at(name: str, *parts: object) -> str:
    """The address of a page."""
    return reverse(name, args=parts)


def casework(office: Office) -> list[str]:
    """What a social worker opens."""
    household = office.issued.case.household
    person = members_on(household, TODAY)[0].person
    return [
        at("core:desk"), at("core:search") + "?q=Żak", at("core:jobs"), at("core:law"),
        at("core:law_acts"), at("core:law_act", "pomoc_spoleczna"), at("core:law_incomes"),
        at("core:law_benefit", "zasilek_okresowy"), at("core:law_provisions"),
        at("core:law_parameter", "kryterium_osoby_w_rodzinie"), at("benefits:calculator"),
        at("benefits:calculator") + "?benefit=zasilek_okresowy",
        at("benefits:calculator") + f"?case={office.calculated.pk}",
        at("clients:list"), at("clients:new") + "?q=nikt", at("clients:household", household.pk),
        at("clients:history", household.pk), at("clients:household_edit", household.pk),
        at("clients:fact_new", household.pk, "income"), at("clients:incomes_copy", household.pk),
        at("clients:fact_new", household.pk, "dwelling"),
        at("clients:facts", household.pk), at("clients:ending"),
        at("clients:upload", household.pk), at("clients:person", person.pk),
        at("clients:person_edit", person.pk), at("clients:address", person.pk),
        at("clients:account", person.pk),
        at("cases:list"), at("cases:start"), at("cases:register", household.pk),
        at("cases:case", office.registered.pk), at("cases:application", office.registered.pk),
        at("cases:interview", office.registered.pk), at("cases:case", office.issued.case_id),
        at("benefits:calculate", office.calculated.pk), at("benefits:decision", office.draft.pk),
        at("benefits:decision", office.refused.pk),
    ]  # fmt: skip


def benefits(office: Office) -> list[str]:
    """What a benefits clerk opens."""
    return [
        at("core:desk"), at("benefits:decisions"), at("benefits:decision", office.submitted.pk),
        at("benefits:decision", office.issued.pk),
        at("payments:lists"), at("payments:list", office.approved.pk), at("payments:run"),
        at("payments:reconcile"), at("payments:entitlement", office.entitlement.pk),
        at("payments:end", office.entitlement.pk),
        at("payments:line_return", office.approved.pk, office.approved.lines.latest("pk").pk),
        at("payments:behind") + f"?month=2026-11&row={STALY}&what=not_approved",
        at("reports:month"), at("reports:people") + "?month=2026-11&show=payments",
    ]  # fmt: skip


def management(office: Office) -> list[str]:
    """What the manager opens."""
    return [
        at("core:desk"), at("payments:list", office.prepared.pk),
        at("reports:dashboard"), at("reports:dashboard_cases"), at("reports:dashboard_terms"),
        at("reports:money") + "?month=2026-11&rozdzial=85214&show=granted",
        at("core:audit"), at("core:audit_changes"),
        at("imports:list"), at("imports:new"), at("imports:export"),
    ]  # fmt: skip


def administration(office: Office) -> list[str]:
    """What the administrator opens."""
    return [
        at("core:desk"), at("core:office"), at("core:office_staff_new"),
        at("core:office_authorizations"), at("core:office_stand_ins"), at("core:office_centre"),
        at("core:office_districts"), at("core:office_accounts"), at("core:office_benefits"),
        at("mfa_index"), at("account_change_password"),
    ]  # fmt: skip


def violations(page: Page, path: str) -> list[str]:
    """What axe finds on that page, wide and light, then narrow and dark; and sideways scrolling."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    answer = page.goto(path)
    assert answer is not None and answer.status == 200, path
    page.evaluate(AXE.read_text())
    found = [f"{path} wide: {each}" for each in page.evaluate(RUN)]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.wait_for_timeout(50)  # the page hears of both in its next frame
    found += [f"{path} narrow and dark: {each}" for each in page.evaluate(RUN)]
    if page.evaluate(SIDEWAYS) > 0:
        found.append(f"{path} narrow: scrolls sideways")
    return found


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (Role.SOCIAL_WORKER, casework),
        (Role.BENEFITS_CLERK, benefits),
        (Role.MANAGER, management),
        (Role.ADMINISTRATOR, administration),
    ],
)
def test_axe_finds_nothing_serious(
    role: Role, pages: Callable[[Office], list[str]], filled: Office, sign_in: SignIn
) -> None:
    page = sign_in(str(role.value))
    found = [each for path in pages(filled) for each in violations(page, path)]
    assert not found, "\n".join(found)


@pytest.mark.usefixtures("november", "worker")
@pytest.mark.parametrize("typed", ["", "zak", "nikt taki"])
def test_axe_finds_nothing_serious_under_the_search_box(typed: str, sign_in: SignIn) -> None:
    household = make_household(make_person("Ewa", "Żak"))
    page = sign_in("social_worker")
    page.goto(at("clients:household", household.pk))
    page.evaluate(AXE.read_text())
    for size, colours in ((WIDE, "light"), (NARROW, "dark")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")  # type: ignore[arg-type]
        page.keyboard.press("Escape")
        page.locator("h1").click()
        page.keyboard.press("/")
        page.fill("#top-search", typed)
        page.locator(".search-pop").wait_for()
        page.wait_for_timeout(500)
        if typed == "zak":
            page.keyboard.press("ArrowDown")
        assert page.locator(".search-pop").is_visible()
        assert page.evaluate(RUN) == []


@pytest.mark.usefixtures("november", "office")
def test_axe_finds_nothing_serious_before_signing_in(chromium, live_server) -> None:
    page = chromium.new_page(base_url=live_server.url)
    found = [
        each
        for path in (at("account_login"), at("benefits:verify"))
        for each in violations(page, path)
    ]
    page.close()
    assert not found, "\n".join(found)


def test_axe_can_find_something(chromium) -> None:
    """The proof that the walk above would fail: a button without a name is found."""
    page = chromium.new_page()
    page.set_content("<html lang=pl><title>t</title><main><button></button></main>")
    page.evaluate(Path(AXE).read_text())
    assert "button-name" in page.evaluate(RUN)[0]
    page.close()
