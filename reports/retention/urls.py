from django.urls import path

from reports.retention import views, views_lists

app_name = "retention"
urlpatterns = [
    path("", views.files, name="files"),
    path("look/", views.propose, name="propose"),
    path("confirm/", views.confirm, name="confirm"),
    path("files/<int:pk>/", views.file, name="file"),
    path("files/<int:pk>/hold/", views.hold, name="hold"),
    path("files/<int:pk>/reconsider/", views.reconsider, name="reconsider"),
    path("files/<int:pk>/take-off/", views_lists.take_off, name="take_off"),
    path("categories/", views.categories, name="categories"),
    path("categories/new/", views.category_new, name="category_new"),
    path("categories/<int:pk>/remove/", views.category_remove, name="category_remove"),
    path("lists/", views_lists.lists, name="lists"),
    path("lists/make/", views_lists.make, name="make"),
    path("lists/<int:pk>/", views_lists.show, name="list"),
    path("lists/<int:pk>/consent/", views_lists.consent, name="consent"),
    path("lists/<int:pk>/approve/", views_lists.approve, name="approve"),
    path("lists/<int:pk>/give-up/", views_lists.give_up, name="give_up"),
    path("lists/<int:pk>/list.pdf", views_lists.list_pdf, name="list_pdf"),
    path("lists/<int:pk>/protocol.pdf", views_lists.protocol_pdf, name="protocol_pdf"),
]
