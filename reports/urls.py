from django.urls import path

from reports.views import dashboard, month, people

app_name = "reports"
urlpatterns = [
    path("", month.month, name="month"),
    path("people/", people.people, name="people"),
    path("money/", people.money, name="money"),
    path("run/", month.run, name="run"),
    path("kept/<int:pk>/", month.kept, name="kept"),
    path("month.xlsx", month.month_xlsx, name="month_xlsx"),
    path("month.pdf", month.month_pdf, name="month_pdf"),
    path("dashboard/", dashboard.show, name="dashboard"),
    path("dashboard/cases/", dashboard.cases, name="dashboard_cases"),
    path("dashboard/terms/", dashboard.terms, name="dashboard_terms"),
]
