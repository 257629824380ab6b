"""Accounts are opened by the administrator; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, ReauthenticateForm
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class ConfirmAccessForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more, without the link to a reset by e-mail."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class OwnPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """A new password of one's own, without the link to a reset by e-mail."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
