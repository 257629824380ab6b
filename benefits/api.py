"""The law engine by HTTP: the same questions and answers as on the command line."""

from collections.abc import Mapping
from typing import IO, Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers, status
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

import law
from core.permissions import Permission
from law.questions import LARGEST_QUESTION, answer, read_json, text_of
from law.reading import Day

_FREE = {"type": "object", "additionalProperties": True}
_QUESTION = {
    "type": "object",
    "required": ["benefit", "on", "facts"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": ["string", "integer"], "description": "comes back in the answer"},
        "benefit": {"type": "string", "enum": [info.code for info in law.benefits()]},
        "on": {"type": "string", "format": "date", "description": "day whose law applies"},
        "facts": {**_FREE, "description": "see `python -m law schema CODE`"},
    },
    "example": {
        "id": "1",
        "benefit": "zasilek_staly",
        "on": "2025-03-01",
        "facts": {
            "household": {"kind": "samotnie", "persons": [{"id": "a", "incapable": True}]},
            "incomes": [{"person": "a", "kind": "zasilek_pielegnacyjny", "amount": "215.84"}],
        },
    },
}
_ANSWER = {
    "type": "object",
    "properties": {
        "id": {"type": ["string", "integer", "null"]},
        "benefit": {"type": "string"},
        "on": {"type": "string", "format": "date"},
        "entitled": {"type": ["boolean", "null"]},
        "amount": {"type": ["string", "null"], "description": "zł, two decimals"},
        "per": {"enum": ["month", "once", "hour", "year", "period", None]},
        "discretionary": {"type": "boolean"},
        "values": _FREE,
        "reasons": {"type": "array", "items": {"type": "string"}},
        "trace": {"type": "array", "items": _FREE},
        "parameters": {"type": "array", "items": _FREE},
        "basis": {"type": "array", "items": {"type": "string"}},
        "law_version": {"type": "string"},
    },
}
_ERROR = {
    "type": "object",
    "properties": {
        "id": {"type": ["string", "integer", "null"]},
        "error": {
            "type": "object",
            "properties": {name: {"type": "string"} for name in ("code", "path", "message")},
        },
    },
}


class StrictJSONParser(BaseParser):
    """JSON with decimals, read as on the command line. Raises law.InvalidQuestion."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The question as Python values."""
        return read_json(text_of(stream.read(LARGEST_QUESTION * 4 + 1)))


class BenefitSerializer(serializers.Serializer):
    """A benefit the engine knows."""

    code = serializers.CharField()
    label = serializers.CharField(help_text="Polish")  # type: ignore[assignment]
    act = serializers.CharField()
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True, help_text="last day of known law")
    task = serializers.CharField()
    classification = serializers.CharField()


class ParameterSerializer(serializers.Serializer):
    """An amount or rate of the law in force on a day."""

    name = serializers.CharField()
    label = serializers.CharField(help_text="Polish")  # type: ignore[assignment]
    value = serializers.CharField(help_text="decimal number")
    unit = serializers.CharField()
    valid_from = serializers.DateField()
    reference = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    certainty = serializers.CharField(help_text="page, known, inferred or unsure")


class LawView(APIView):
    """For any member of staff; the law knows nobody's data."""

    permission = Permission.SIGNED_IN
    renderer_classes = [JSONRenderer]
    pagination_class = None


class CalculationsView(LawView):
    """What the law in force on a day grants for these facts, and why. Stores nothing."""

    parser_classes = [StrictJSONParser]

    @extend_schema(
        operation_id="calculations_create",
        request={"application/json": _QUESTION},
        responses={
            200: OpenApiResponse(_ANSWER, "The answer."),
            400: OpenApiResponse(_ERROR, "The question cannot be answered; `error.path` says why."),
        },
    )
    def post(self, request: Request) -> Response:
        """Ask one question."""
        try:
            question = request.data
        except law.LawError as error:
            return _bad({"id": None, "error": error.as_json()})
        found = answer(question)
        return _bad(found) if "error" in found else Response(found)


class ParametersView(LawView):
    """Amounts and rates of the law with their sources."""

    @extend_schema(
        parameters=[
            OpenApiParameter("on", OpenApiTypes.DATE, description="day; today when left out"),
            OpenApiParameter("benefit", OpenApiTypes.STR, description="code of a benefit"),
        ],
        responses={
            200: ParameterSerializer(many=True),
            400: OpenApiResponse(_ERROR, "A day or a code that cannot be read."),
        },
    )
    def get(self, request: Request) -> Response:
        """List the values in force on a day."""
        on = request.query_params.get("on")
        benefit = request.query_params.get("benefit")
        try:
            day = timezone.localdate() if on is None else Day().read(on, "on")
            values = law.parameters_on(day, benefit)
        except law.LawError as error:
            return _bad({"error": error.as_json()})
        return Response([value.as_json() for value in values])


class BenefitsView(LawView):
    """Benefits the engine knows."""

    @extend_schema(responses={200: BenefitSerializer(many=True)})
    def get(self, request: Request) -> Response:
        """List benefits with their act, days, task type and classification."""
        return Response(BenefitSerializer(law.benefits(), many=True).data)


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1 of this interface."""

    permission = Permission.SIGNED_IN


class DocsView(SpectacularSwaggerSplitView):
    """The interface to read and try; scripts and styles are files, as the CSP asks."""

    permission = Permission.SIGNED_IN
    url_name = "api_schema"
    template_name = "api/docs.html"


def _bad(body: dict[str, Any]) -> Response:
    return Response(body, status=status.HTTP_400_BAD_REQUEST)
