from django.urls import path

from cases.views import case, file, interview, register, worklist

app_name = "cases"
urlpatterns = [
    path("", worklist.show, name="list"),
    path("export/<str:kind>/", worklist.export, name="export"),
    path("new/", register.start, name="start"),
    path("new/<int:household_pk>/", register.register, name="register"),
    path("terms/", register.terms, name="terms"),
    path("<int:pk>/", case.show, name="case"),
    path("<int:pk>/application/", case.application, name="application"),
    path("<int:pk>/withdraw/", case.withdraw, name="withdraw"),
    path("<int:pk>/note/", file.note, name="note"),
    path("<int:pk>/document/", file.document, name="document"),
    path("<int:pk>/interview/", interview.show, name="interview"),
    path("<int:pk>/interview/draft/", interview.draft, name="interview_draft"),
    path("<int:pk>/interview/blank.pdf", interview.blank_pdf, name="interview_blank"),
    path("<int:pk>/interview/interview.pdf", interview.completed_pdf, name="interview_pdf"),
]
