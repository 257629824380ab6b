from django.urls import path

from benefits.imports import undo_views, views

app_name = "imports"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.new, name="new"),
    path("export/", views.export, name="export"),
    path("export/<str:kind>/<str:form>/", views.export_file, name="export_file"),
    path("template/<str:kind>/<str:form>/", views.template, name="template"),
    path("<int:pk>/", views.show, name="run"),
    path("<int:pk>/columns/", views.columns, name="columns"),
    path("<int:pk>/words/", views.words, name="words"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/undo/", undo_views.undo, name="undo"),
    path("<int:pk>/forget/", views.forget, name="forget"),
    path("<int:pk>/profile/", views.profile, name="profile"),
    path("<int:pk>/report/<str:form>/", views.report, name="report"),
]
