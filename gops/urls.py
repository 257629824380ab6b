"""Every address of the application."""

from django.contrib import admin
from django.urls import include, path

handler400 = "core.views.errors.bad_request"
handler403 = "core.views.errors.permission_denied"
handler404 = "core.views.errors.not_found"
handler500 = "core.views.errors.server_error"

urlpatterns = [
    path("", include("core.urls")),
    path("clients/", include("clients.urls")),
    path("cases/", include("cases.urls")),
    path("payments/", include("payments.urls")),
    path("", include("benefits.urls")),
    path("statistics/", include("reports.urls")),
    path("api/", include("benefits.api_urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
