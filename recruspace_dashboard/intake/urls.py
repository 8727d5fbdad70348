from django.urls import path

from recruspace_dashboard.intake.views import (
    aim,
    cv,
    deleting,
    files,
    opened,
    sheet,
    start,
)

app_name = "intake"
FILE = "<int:intake_id>/files/<int:number>/"

urlpatterns = [
    path("", start.start, name="start"),
    path("<int:intake_id>/", opened.detail, name="detail"),
    path("<int:intake_id>/aim/", aim.aim, name="aim"),
    path("<int:intake_id>/delete/", deleting.delete, name="delete"),
    path("<int:intake_id>/files/", files.files, name="files"),
    path("<int:intake_id>/sheet/", sheet.sheet, name="sheet"),
    path("<int:intake_id>/sheet/file/", sheet.file, name="sheet_file"),
    path("<int:intake_id>/sheet/delete/", sheet.delete, name="sheet_delete"),
    path(FILE, files.file, name="file"),
    path(f"{FILE}fields/", opened.fields, name="fields"),
    path(f"{FILE}aim/", aim.aim_one, name="aim_one"),
    path(f"{FILE}cv/", cv.cv, name="cv"),
    path(f"{FILE}view/", cv.cv_pages, name="cv_pages"),
    path(f"{FILE}view/<int:page>/", cv.cv_page, name="cv_page"),
]
