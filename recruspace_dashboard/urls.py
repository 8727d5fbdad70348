from django.urls import include, path

from recruspace_dashboard import error_pages, views
from recruspace_dashboard.accounts.urls import sign_in_urls
from recruspace_dashboard.candidates.views import adding
from recruspace_dashboard.company.views import company
from recruspace_dashboard.home.views import home

urlpatterns = [
    path("", home, name="home"),
    path("healthz/", views.healthz, name="healthz"),
    path("", include(sign_in_urls)),
    path("account/", include("recruspace_dashboard.accounts.urls")),
    path("pools/", include("recruspace_dashboard.pools.urls")),
    path("candidates/", include("recruspace_dashboard.candidates.urls")),
    path("files/new/", adding.upload, name="upload_file"),
    path("jobs/", include("recruspace_dashboard.jobs.urls")),
    path("company/", company, name="company"),
    path("styleguide/", include("recruspace_dashboard.styleguide.urls")),
]

handler400 = error_pages.bad_request
handler403 = error_pages.permission_denied
handler404 = error_pages.not_found
handler500 = error_pages.server_error
