from django.urls import path

from clients.views import dated, documents, household, lists, new, person

app_name = "clients"
urlpatterns = [
    path("", lists.household_list, name="list"),
    path("export/<str:kind>/", lists.household_export, name="export"),
    path("new/", new.new, name="new"),
    path("new/check/", new.check, name="check"),
    path("new/bank/", new.bank, name="bank"),
    path("<int:pk>/", household.household, name="household"),
    path("<int:pk>/history/", household.history, name="history"),
    path("<int:pk>/edit/", household.edit, name="household_edit"),
    path("<int:pk>/members/<int:person_pk>/", household.member_add, name="member_add"),
    path("memberships/<int:pk>/end/", household.member_end, name="member_end"),
    path("memberships/<int:pk>/head/", household.member_head, name="member_head"),
    path("<int:pk>/incomes/new/", dated.new_income, name="income_add"),
    path("<int:pk>/certificates/new/", dated.new_certificate, name="certificate_add"),
    path("incomes/<int:pk>/withdraw/", dated.income_end, name="income_withdraw"),
    path("certificates/<int:pk>/withdraw/", dated.certificate_end, name="certificate_withdraw"),
    path("<int:pk>/documents/new/", documents.upload, name="upload"),
    path("documents/<int:pk>/", documents.download, name="document"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/edit/", person.edit, name="person_edit"),
    path("people/<int:pk>/address/", person.address, name="address"),
    path("people/<int:pk>/account/", person.account, name="account"),
    path("people/<int:person_pk>/access/", household.exception, name="exception"),
]
