"""The law engine by HTTP: the same questions and answers as on the command line."""

from collections.abc import Mapping
from datetime import date
from typing import IO, Any, cast

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
from benefits.services import answer_keep
from cases.models import Case
from cases.queries import cases_visible_to
from core.errors import DomainError
from core.models import User
from core.permissions import Permission, allowed
from law.questions import LARGEST_QUESTION, answer, read_json, text_of
from law.reading import Day

LARGEST_ID = 2**63
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
        "store": {
            "type": "boolean",
            "default": False,
            "description": "true: keep question and answer on the case, marked as asked for",
        },
        "case": {"type": "integer", "description": "id of the case; only with `store`"},
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
        "stored": {"type": "integer", "description": "id of what was kept; only with `store`"},
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
    """What the law in force on a day grants for these facts, and why.

    Nothing is stored unless asked for. With `"store": true, "case": 12` question and answer are
    kept on that case and shown there as asked for: the facts are those given here, not the findings
    of the interview, so no decision can stand on them. A calculation for a decision is made on the
    page of the case, from its interview. Needs the right to calculate, and the case to be visible,
    open and about this benefit.
    """

    parser_classes = [StrictJSONParser]

    @extend_schema(
        operation_id="calculations_create",
        request={"application/json": _QUESTION},
        responses={
            200: OpenApiResponse(_ANSWER, "The answer."),
            201: OpenApiResponse(_ANSWER, "The answer, kept; `stored` is its id."),
            400: OpenApiResponse(_ERROR, "The question cannot be answered; `error.path` says why."),
            403: OpenApiResponse(_ERROR, "Not signed in, or no right to calculate in the case."),
            404: OpenApiResponse(_ERROR, "No such case that may be seen."),
            409: OpenApiResponse(_ERROR, "The case is decided or ended."),
        },
    )
    def post(self, request: Request) -> Response:
        """Ask one question."""
        try:
            question = request.data
        except law.LawError as error:
            return _bad({"id": None, "error": error.as_json()})
        if isinstance(question, dict) and {"store", "case"} & set(question):
            return _stored(cast(User, request.user), question)
        return _answered(answer(question))


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


def _stored(user: User, asked: dict[str, Any]) -> Response:
    """The answer, kept on the case that the question names; the first thing in the way is told."""
    store, number = asked.pop("store", None), asked.pop("case", None)
    identity = asked.get("id")
    if not isinstance(store, bool) or store != (number is not None):
        return _refused(identity, 400, "store", 'say "store": true together with "case"')
    found = answer(asked)
    if not store or "error" in found:
        return _answered(found)
    today = timezone.localdate()
    if not allowed(user, Permission.CALCULATIONS_MAKE):
        return _refused(identity, 403, "store", "your role does not calculate in cases")
    case = _visible(user, number, today)
    if case is None:
        return _refused(identity, 404, "case", f"found {number!r}; no such case is visible to you")
    if case.kind.code != found["benefit"]:
        return _refused(
            identity,
            400,
            "benefit",
            f"found {found['benefit']}; the case is about {case.kind.code}",
        )
    try:
        on = date.fromisoformat(found["on"])
        kept = answer_keep(actor=user, case=case, facts=asked["facts"], on=on, today=today)
    except DomainError as error:
        return _refused(identity, 409, "case", str(error.message))
    return Response({**found, "stored": kept.pk}, status=201)


def _visible(user: User, number: Any, today: date) -> Case | None:
    """The case of that id, when `user` may see it."""
    if type(number) is not int or not 0 < number < LARGEST_ID:
        return None
    return cases_visible_to(user, today).select_related("kind").filter(pk=number).first()


_CODES = {400: "invalid_question", 403: "forbidden", 404: "not_found", 409: "conflict"}


def _refused(identity: Any, code: int, path: str, message: str) -> Response:
    error = {"code": _CODES[code], "path": path, "message": message}
    return Response({"id": identity, "error": error}, status=code)


def _answered(found: dict[str, Any]) -> Response:
    return _bad(found) if "error" in found else Response(found)


def _bad(body: dict[str, Any]) -> Response:
    return Response(body, status=status.HTTP_400_BAD_REQUEST)
