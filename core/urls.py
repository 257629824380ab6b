from django.urls import path

from core.views import desk, jobs, preferences

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
    path("healthz/", desk.healthz, name="healthz"),
]
