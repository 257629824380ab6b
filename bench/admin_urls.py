"""Django's admin for the bench only: the work list and the search of persons beside it."""

from django.contrib import admin
from django.urls import path

from cases.models import Case
from clients.models import Person
from gops.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class CaseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Cases as the admin shows them with little work put in."""

    list_display = ("znak", "applicant", "kind", "status", "opened_on", "due_on", "handler")
    list_filter = ("status", "kind")
    list_select_related = ("applicant", "kind", "handler")
    search_fields = ("znak", "applicant__last_name")
    list_per_page = 50


class PersonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Persons as the admin searches them."""

    list_display = ("last_name", "first_name", "birth_date", "pesel")
    search_fields = ("last_name", "first_name", "pesel")
    list_per_page = 50


site = admin.AdminSite()
site.register(Case, CaseAdmin)
site.register(Person, PersonAdmin)
urlpatterns = [*urlpatterns, path("admin/", site.urls)]
