from django.urls import include, path

from recruspace_dashboard import views
from recruspace_dashboard.accounts.urls import sign_in_urls

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz/", views.healthz, name="healthz"),
    path("", include(sign_in_urls)),
    path("account/", include("recruspace_dashboard.accounts.urls")),
    path("pools/", include("recruspace_dashboard.pools.urls")),
]
