from django.urls import path

from recruspace_dashboard.candidates.views import (
    adding,
    cv_pages,
    exporting,
    files,
    finding,
    listing,
)
from recruspace_dashboard.candidates.views import detail as candidate

app_name = "candidates"

urlpatterns = [
    path("", listing.candidates, name="find"),
    path("find/", finding.find, name="find_by_email"),
    path("export.csv", exporting.export, {"kind": "csv"}, name="export_csv"),
    path("export.xlsx", exporting.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("new/", adding.create, name="create"),
    path("new/known/", adding.known, name="known"),
    path("<int:candidate_id>/", candidate.detail, name="detail"),
    path("<int:candidate_id>/notes/", candidate.add_note, name="add_note"),
    path("<int:candidate_id>/tags/", candidate.add_tag, name="add_tag"),
    path("<int:candidate_id>/cv/", files.cv, name="cv"),
    path("<int:candidate_id>/cv/view/", cv_pages.cv_pages, name="cv_pages"),
    path("<int:candidate_id>/cv/view/<int:number>/", cv_pages.cv_page, name="cv_page"),
    path("<int:candidate_id>/photo/", files.photo, name="photo"),
    path("<int:candidate_id>/assign/", adding.assign, name="assign"),
]
