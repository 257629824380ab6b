"""The bank file of an approved list: written once, its bytes and hash kept."""

from datetime import date
from typing import cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import audit
from core.errors import DomainError, StaleState
from core.models import Centre, CentreAccount, User
from core.permissions import Permission
from payments.files.elixir import ElixirError, ElixirFile, Payer, Transfer, elixir_file
from payments.files.profiles import PROFILES
from payments.models import BankFile, PaymentLine, PaymentList
from payments.perms import require_any
from payments.services.lists import needs_bank_file
from payments.states import ListStatus


@audit.service
def bank_file_make(*, actor: User, payment_list: PaymentList, today: date) -> BankFile:
    """Make the file of transfers of an approved list; twice gives the file that is there.

    Raises DomainError for a list that is not paid by transfers, for a bank profile that does
    not exist, or a transfer that the format cannot hold; StaleState when it is not approved.
    """
    require_any(actor, Permission.BANK_FILES)
    if not needs_bank_file(payment_list):
        raise DomainError(_("This list is not paid by a file of transfers."))
    row = (
        PaymentList.objects.select_for_update(of=["self"])
        .select_related("account")
        .get(pk=payment_list.pk)
    )
    known = BankFile.objects.filter(payment_list=row).first()
    if known:
        return known
    if row.status != ListStatus.APPROVED:
        raise StaleState
    account = cast(CentreAccount, row.account)
    written = _write(row, account)
    bank_file = BankFile.objects.create(
        payment_list=row,
        profile=account.bank_profile,
        name=written.name,
        content=written.content,
        sha256=written.sha256,
        lines_count=written.count,
        total=written.total,
        warnings=written.warnings,
        made_by=actor,
    )
    PaymentList.objects.filter(pk=row.pk, status=ListStatus.APPROVED).update(
        status=ListStatus.FILED
    )
    payment_list.refresh_from_db()
    return bank_file


def _write(payment_list: PaymentList, account: CentreAccount) -> ElixirFile:
    profile = PROFILES.get(account.bank_profile)
    if profile is None:
        raise DomainError(
            _("The account has the bank profile “%(profile)s”, which does not exist.")
            % {"profile": account.bank_profile}
        )
    centre = Centre.objects.get()
    address = f"{centre.street}, {centre.postal_code} {centre.place}"
    try:
        written = elixir_file(
            profile=profile,
            number=payment_list.number,
            day=payment_list.pay_day,
            payer=Payer(account.nrb, centre.short_name, address),
            transfers=[_transfer(line, payment_list) for line in _lines(payment_list)],
        )
    except ElixirError as error:
        raise DomainError(_("The file cannot be made: %(why)s.") % {"why": error}) from error
    if (written.count, written.total) != (payment_list.lines_count, payment_list.total):
        raise DomainError(_("The file does not add up to the list."))
    return written


def _lines(payment_list: PaymentList) -> QuerySet[PaymentLine]:
    return payment_list.lines.filter(active=True).order_by("number")


def _transfer(line: PaymentLine, payment_list: PaymentList) -> Transfer:
    return Transfer(
        number=line.number,
        nrb=line.nrb,
        name=line.payee_name,
        address=line.payee_address,
        title=line.title,
        amount=line.amount,
        reference=f"{payment_list.number}/{line.number}",
    )
