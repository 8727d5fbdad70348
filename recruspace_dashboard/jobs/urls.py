from django.urls import path

from recruspace_dashboard.jobs import views

app_name = "jobs"

urlpatterns = [
    path("", views.job_list, name="list"),
    path("<slug:job_hash>/", views.job_detail, name="detail"),
    path("<slug:job_hash>/apply/", views.job_apply, name="apply"),
]
