from django.urls import path

from recruspace_dashboard.lists import selection, view_pages, views

view_urls = [
    path("", view_pages.view_list, name="list"),
    path("<int:view_id>/", view_pages.view_open, name="open"),
    path("<int:view_id>/delete/", view_pages.view_delete, name="delete"),
]

app_name = "lists"

urlpatterns = [
    path("columns/", views.columns, name="columns"),
    path("help/", views.query_help, name="help"),
    path("pools/", selection.pool_choice, name="pools"),
]
