from django.urls import path

from reports.views import dashboard, month

app_name = "reports"
urlpatterns = [
    path("", month.month, name="month"),
    path("people/", month.people, name="people"),
    path("run/", month.run, name="run"),
    path("month.xlsx", month.month_xlsx, name="month_xlsx"),
    path("month.pdf", month.month_pdf, name="month_pdf"),
    path("dashboard/", dashboard.show, name="dashboard"),
]
