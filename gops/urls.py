"""Every address of the application."""

from django.urls import include, path
from django.views.generic import RedirectView

handler400 = "core.views.errors.bad_request"
handler403 = "core.views.errors.permission_denied"
handler404 = "core.views.errors.not_found"
handler500 = "core.views.errors.server_error"

CLOSED = ("signup/", "email/", "confirm-email/", "password/reset/", "password/set/")

urlpatterns = [
    path("", include("core.urls")),
    path("clients/", include("clients.urls")),
    path("cases/", include("cases.urls")),
    path("payments/", include("payments.urls")),
    path("imports/", include("benefits.imports.urls")),
    path("", include("benefits.urls")),
    path("statistics/", include("reports.urls")),
    path("privacy/retention/", include("reports.retention.urls")),
    path("privacy/", include("reports.privacy.urls")),
    path("api/", include("benefits.api_urls")),
    # Accounts are opened by the administrator: nobody signs up or resets a password by e-mail.
    *(
        path(f"accounts/{closed}", RedirectView.as_view(pattern_name="account_login"))
        for closed in CLOSED
    ),
    path("accounts/", include("allauth.urls")),
]
