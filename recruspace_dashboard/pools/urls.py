from django.urls import path

from recruspace_dashboard.pools import views

app_name = "pools"

urlpatterns = [
    path("", views.pool_list, name="list"),
    path("new/", views.pool_create, name="create"),
    path("menu/", views.pool_menu, name="menu"),
    path("<int:pool_id>/", views.pool_detail, name="detail"),
    path("<int:pool_id>/rename/", views.pool_rename, name="rename"),
    path("<int:pool_id>/delete/", views.pool_delete, name="delete"),
]
