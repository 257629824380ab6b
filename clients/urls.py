from django.urls import path

from clients.views import dated, documents, facts, household, lists, new, person

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
    path("<int:pk>/facts/", facts.facts, name="facts"),
    path("<int:pk>/facts/export/<str:kind>/", facts.facts_export, name="facts_export"),
    path("<int:pk>/facts/copy/", dated.copy, name="incomes_copy"),
    path("<int:pk>/facts/<slug:kind>/new/", dated.new, name="fact_new"),
    path("facts/ending/", facts.ending, name="ending"),
    path("facts/<slug:kind>/<int:pk>/correct/", dated.correct, name="fact_correct"),
    path("facts/<slug:kind>/<int:pk>/end/", dated.end, name="fact_end"),
    path("facts/<slug:kind>/<int:pk>/withdraw/", dated.withdraw, name="fact_withdraw"),
    path("<int:pk>/documents/new/", documents.upload, name="upload"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/pages/<int:page>/", documents.page, name="document_page"),
    path("documents/<int:pk>/file/", documents.download, name="document_file"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/edit/", person.edit, name="person_edit"),
    path("people/<int:pk>/address/", person.address, name="address"),
    path("people/<int:pk>/account/", person.account, name="account"),
    path("people/<int:person_pk>/access/", household.exception, name="exception"),
]
