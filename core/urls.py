from django.urls import path

from core.views import audit, centre, desk, jobs, law, office, preferences

app_name = "core"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("search/", desk.search, name="search"),
    path("language/", preferences.language, name="language"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/bell/", jobs.bell, name="jobs_bell"),
    path("jobs/seen/", jobs.seen, name="jobs_seen"),
    path("jobs/<int:pk>/", jobs.show, name="job"),
    path("jobs/<int:pk>/retry/", jobs.retry, name="job_retry"),
    path("office/", office.staff, name="office"),
    path("office/staff/new/", office.staff_new, name="office_staff_new"),
    path("office/staff/<int:pk>/", office.staff_edit, name="office_staff"),
    path("office/staff/<int:pk>/password/", office.staff_password, name="office_password"),
    path("office/authorisations/", office.authorizations, name="office_authorizations"),
    path("office/authorisations/new/", office.authorization_new, name="office_authorization_new"),
    path(
        "office/authorisations/<int:pk>/end/",
        office.authorization_end,
        name="office_authorization_end",
    ),
    path("office/stand-ins/", office.stand_ins, name="office_stand_ins"),
    path("office/stand-ins/new/", office.stand_in_new, name="office_stand_in_new"),
    path("office/stand-ins/<int:pk>/end/", office.stand_in_remove, name="office_stand_in_remove"),
    path("office/centre/", centre.centre, name="office_centre"),
    path("office/districts/", centre.districts, name="office_districts"),
    path("office/districts/new/", centre.district, name="office_district_new"),
    path("office/districts/<int:pk>/", centre.district, name="office_district"),
    path("office/accounts/", centre.accounts, name="office_accounts"),
    path("office/accounts/new/", centre.account, name="office_account_new"),
    path("office/accounts/<int:pk>/", centre.account, name="office_account"),
    path("office/benefits/", centre.benefit_kinds, name="office_benefits"),
    path("office/benefits/<int:pk>/", centre.benefit_kind, name="office_benefit"),
    path("audit/", audit.looks, name="audit"),
    path("audit/changes/", audit.changes, name="audit_changes"),
    path("law/", law.index, name="law"),
    path("law/<slug:name>/", law.parameter, name="law_parameter"),
    path("healthz/", desk.healthz, name="healthz"),
]
