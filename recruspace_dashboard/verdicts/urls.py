from django.urls import path

from recruspace_dashboard.verdicts import views

app_name = "verdicts"

urlpatterns = [
    path("<int:candidate_id>/verdict/", views.verdict, name="verdict"),
]
