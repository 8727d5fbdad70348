from django.urls import path

from recruspace_dashboard.styleguide.views import styleguide

app_name = "styleguide"
urlpatterns = [path("", styleguide, name="styleguide")]
