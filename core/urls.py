from django.urls import path

from core.views import desk

app_name = "core"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("search/", desk.search, name="search"),
    path("jobs/bell/", desk.jobs_bell, name="jobs_bell"),
    path("jobs/seen/", desk.jobs_seen, name="jobs_seen"),
    path("jobs/<int:pk>/", desk.job, name="job"),
    path("healthz/", desk.healthz, name="healthz"),
]
