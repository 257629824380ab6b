from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

app_name = "benefits"
urlpatterns: list[URLPattern | URLResolver] = [
    path("verify/", lambda r: None, name="verify"),
    path("verify/<str:code>/", lambda r: None, name="verify_code"),
    path("decisions/<int:pk>/pdf/", lambda r: None, name="decision_pdf"),
]
