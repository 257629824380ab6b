from django.urls import path

from payments.views import death, entitlements, lists, papers, reconcile, run

app_name = "payments"
urlpatterns = [
    path("", lists.lists, name="lists"),
    path("lists/<int:pk>/", lists.show, name="list"),
    path("lists/<int:pk>/check/", lists.check, name="check"),
    path("lists/<int:pk>/check-accounts/", lists.check_accounts, name="check_accounts"),
    path("lists/<int:pk>/approve/", lists.approve, name="approve"),
    path("lists/<int:pk>/file/", lists.file, name="file"),
    path("lists/<int:pk>/paid/", lists.mark_paid, name="mark_paid"),
    path("lists/<int:pk>/cancel/", lists.cancel, name="cancel"),
    path("lists/<int:pk>/lines/<int:line_id>/return/", lists.line_return, name="line_return"),
    path("lists/<int:pk>/pdf/", papers.pdf, name="list_pdf"),
    path("lists/<int:pk>/xlsx/", papers.spreadsheet, name="list_xlsx"),
    path("lists/<int:pk>/bank-file/", papers.bank_file, name="bank_file"),
    path("lists/<int:pk>/control-sheet/", papers.control_sheet, name="control_sheet"),
    path("run/", run.run, name="run"),
    path("run/now/", run.run_now, name="run_now"),
    path("run/lists/", run.prepare, name="prepare"),
    path("reconcile/", reconcile.reconcile, name="reconcile"),
    path("reconcile/rows/", reconcile.behind, name="behind"),
    path("entitlements/<int:pk>/", entitlements.show, name="entitlement"),
    path("entitlements/<int:pk>/end/", entitlements.end, name="end"),
    path("entitlements/<int:pk>/suspend/", entitlements.suspend, name="suspend"),
    path("entitlements/<int:pk>/resume/", entitlements.resume, name="resume"),
    path("entitlements/<int:pk>/payee/", entitlements.payee, name="payee"),
    path("entitlements/<int:pk>/dues/<int:due_id>/again/", entitlements.again, name="pay_again"),
    path("deaths/people/<int:pk>/", death.death, name="death"),
    path("deaths/<int:pk>/undo/", death.undo, name="death_undo"),
    path("deaths/stops/<int:pk>/settle/", death.settle, name="death_settle"),
]
