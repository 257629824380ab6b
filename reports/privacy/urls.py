from django.urls import path

from reports.privacy import views

app_name = "privacy"
urlpatterns = [
    path("people/<int:pk>/copy/", views.ask, name="copy_ask"),
    path("copies/<int:pk>/", views.copy, name="copy"),
    path("copies/<int:pk>/<slug:kind>/", views.file, name="copy_file"),
]
