"""Pages of data collection, under /reporting/, and the ledgers of what came in."""

from django.urls import include, path

from accountability.intake.views import (
    comparing,
    decisions,
    files,
    grid,
    ledger,
    mapping,
    mending,
    returning,
    rows,
    submissions,
    tasks,
    uploads,
)

app_name = "intake"
SUBMISSION = "submissions/<int:submission_id>/"
REPORTING = [
    path("", tasks.task_list, name="task-list"),
    path("tasks/open/", tasks.task_open, name="task-open"),
    path("tasks/<int:task_id>/", tasks.task_detail, name="task-detail"),
    path("tasks/<int:task_id>/extend/", tasks.task_extend, name="task-extend"),
    path("tasks/<int:task_id>/remind/", tasks.task_remind, name="task-remind"),
    path("tasks/<int:task_id>/close/", tasks.task_close, name="task-close"),
    path("tasks/<int:task_id>/reopen/", tasks.task_reopen, name="task-reopen"),
    path("submissions/", submissions.submission_list, name="submission-list"),
    path(SUBMISSION, submissions.submission_detail, name="submission-detail"),
    path(f"{SUBMISSION}template/", files.blank, name="template"),
    path(f"{SUBMISSION}upload/", uploads.upload, name="upload"),
    path(f"{SUBMISSION}edit/", mending.edit, name="edit"),
    path(f"{SUBMISSION}rows/add/", rows.row_add, name="row-add"),
    path(f"{SUBMISSION}rows/remove/", rows.row_remove, name="row-remove"),
    path(f"{SUBMISSION}apply-proposals/", mending.apply_proposals, name="apply-proposals"),
    path(f"{SUBMISSION}recheck/", mending.recheck, name="recheck"),
    path(f"{SUBMISSION}mapping/", mapping.mapping, name="mapping"),
    path(f"{SUBMISSION}submit/", decisions.submit, name="submit"),
    path(f"{SUBMISSION}withdraw/", decisions.withdraw, name="withdraw"),
    path(f"{SUBMISSION}sign/", decisions.sign, name="sign"),
    path(f"{SUBMISSION}review/", decisions.review, name="review"),
    path(f"{SUBMISSION}accept/", decisions.accept, name="accept"),
    path(f"{SUBMISSION}return/", returning.send_back, name="return"),
    path(f"{SUBMISSION}lock/", decisions.lock, name="lock"),
    path(f"{SUBMISSION}correct/", decisions.correct, name="correct"),
    path(f"{SUBMISSION}drop/", decisions.drop, name="drop"),
    path(f"{SUBMISSION}undo/", decisions.undo, name="undo"),
    path("marks/<int:mark_id>/answer/", submissions.answer_mark, name="mark-answer"),
    path("uploads/<int:upload_id>/progress/", uploads.upload_progress, name="upload-progress"),
    path("uploads/<int:upload_id>/cancel/", uploads.upload_cancel, name="upload-cancel"),
    path("uploads/<int:upload_id>/file/", files.upload_file, name="upload-file"),
    path("revisions/<int:revision_id>/", grid.revision_detail, name="revision"),
    path("revisions/<int:revision_id>/annotated/", files.annotated, name="annotated"),
    path("revisions/<int:revision_id>/explain/", mending.explain, name="explain"),
    path("revisions/<int:revision_id>/diff/", comparing.diff, name="diff"),
    path("cells/<int:revision_id>/<int:row_no>/<str:field>/", comparing.cell, name="cell"),
]
LEDGERS = [
    path("<str:code>/", ledger.ledger, name="ledger"),
    path("<str:code>/<slug:part>/", ledger.ledger, name="ledger-part"),
]
urlpatterns = [
    path("reporting/", include(REPORTING)),
    path("ledgers/", include(LEDGERS)),
]
