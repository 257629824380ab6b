from django.urls import path

from benefits.views import appeal, calculation, calculator, decision, delivery, lists, local, verify

app_name = "benefits"
urlpatterns = [
    path("decisions/", lists.decisions, name="decisions"),
    path("decisions/finalise/", delivery.finalise, name="finalise"),
    path("decisions/export/<str:kind>/", lists.export, name="export"),
    path("decisions/<int:pk>/", decision.show, name="decision"),
    path("decisions/<int:pk>/letter/", decision.letter, name="letter"),
    path("decisions/<int:pk>/pdf/", decision.pdf, name="decision_pdf"),
    path("decisions/<int:pk>/edit/", decision.edit, name="edit"),
    path("decisions/<int:pk>/submit/", decision.submit, name="submit"),
    path("decisions/<int:pk>/check/", decision.check, name="check"),
    path("decisions/<int:pk>/return/", decision.give_back, name="give_back"),
    path("decisions/<int:pk>/sign/", decision.sign, name="sign"),
    path("decisions/<int:pk>/cancel/", decision.cancel, name="cancel"),
    path("decisions/<int:pk>/delivery/", delivery.record, name="delivery"),
    path("decisions/<int:pk>/waiver/", delivery.waive, name="waive"),
    path("decisions/<int:pk>/appeal/", appeal.record, name="appeal"),
    path("decisions/<int:pk>/appeal/forward/", appeal.forward, name="appeal_forward"),
    path("decisions/<int:pk>/appeal/ruling/", appeal.rule, name="appeal_rule"),
    path("calculations/<int:pk>/", calculation.calculate, name="calculate"),
    path("calculations/<int:pk>/draft/", calculation.draft, name="draft"),
    path("law/calculator/", calculator.calculator, name="calculator"),
    path("law/calculator/<int:pk>/keep/", calculator.keep, name="calculator_keep"),
    path("law/local/", local.rules, name="local"),
    path("law/local/<int:pk>/", local.resolution, name="local_resolution"),
    path("law/local/<int:pk>/remove/", local.resolution_remove, name="local_resolution_remove"),
    path("law/local/<slug:rule>/new/", local.resolution_new, name="local_resolution_new"),
    path("verify/", verify.ask, name="verify"),
    path("verify/<str:code>/", verify.verify, name="verify"),
]
