"""Addresses of the programming interface, under /api/."""

from django.urls import path

from benefits import api

urlpatterns = [
    path("v1/calculations/", api.CalculationsView.as_view(), name="api_calculations"),
    path("v1/parameters/", api.ParametersView.as_view(), name="api_parameters"),
    path("v1/benefits/", api.BenefitsView.as_view(), name="api_benefits"),
    path("schema/", api.SchemaView.as_view(), name="api_schema"),
    path("docs/", api.DocsView.as_view(), name="api_docs"),
]
