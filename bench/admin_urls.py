"""Django's admin for the bench only: the same columns and filters as the work list."""

from django.contrib import admin
from django.urls import path

from cases.models import Case
from gops.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class CaseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Cases as the admin shows them with little work put in."""

    list_display = ("znak", "applicant", "kind", "status", "opened_on", "due_on", "handler")
    list_filter = ("status", "kind")
    list_select_related = ("applicant", "kind", "handler")
    search_fields = ("znak", "applicant__last_name")
    list_per_page = 50


site = admin.AdminSite()
site.register(Case, CaseAdmin)
urlpatterns = [*urlpatterns, path("admin/", site.urls)]
