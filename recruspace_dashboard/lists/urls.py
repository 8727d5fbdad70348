from django.urls import path

from recruspace_dashboard.lists import views

app_name = "lists"

urlpatterns = [
    path("columns/", views.columns, name="columns"),
    path("help/", views.query_help, name="help"),
]
