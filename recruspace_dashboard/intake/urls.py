from django.urls import path

from recruspace_dashboard.intake.views import detail, files, start

app_name = "intake"

urlpatterns = [
    path("", start.start, name="start"),
    path("<int:intake_id>/", detail.detail, name="detail"),
    path("<int:intake_id>/delete/", detail.delete, name="delete"),
    path("<int:intake_id>/files/", files.files, name="files"),
    path("<int:intake_id>/files/<int:number>/", files.file, name="file"),
]
