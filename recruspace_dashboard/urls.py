from django.urls import include, path

from recruspace_dashboard.accounts.urls import sign_in_urls, team_urls
from recruspace_dashboard.candidates.views import adding, comparing
from recruspace_dashboard.company.views import company
from recruspace_dashboard.home.views import home
from recruspace_dashboard.library import views as library
from recruspace_dashboard.lists.urls import view_urls
from recruspace_dashboard.operations import views as operations
from recruspace_dashboard.pages import error_pages
from recruspace_dashboard.pages.views import key_list
from recruspace_dashboard.review.palette import palette
from recruspace_dashboard.review.views import review
from recruspace_dashboard.writes import views as writes

urlpatterns = [
    path("", home, name="home"),
    path("healthz/", operations.healthz, name="healthz"),
    path("", include(sign_in_urls)),
    path("keys/", key_list, name="keys"),
    path("account/preferences/", writes.preferences, name="preferences"),
    path("account/", include("recruspace_dashboard.accounts.urls")),
    path("team/", include((team_urls, "team"))),
    path("pools/", include("recruspace_dashboard.pools.urls")),
    path("candidates/", include("recruspace_dashboard.candidates.urls")),
    path("candidates/", include("recruspace_dashboard.verdicts.urls")),
    path("compare/", comparing.compare, name="compare"),
    path("files/new/", adding.upload, name="upload_file"),
    path("jobs/", include("recruspace_dashboard.jobs.urls")),
    path("lists/", include("recruspace_dashboard.lists.urls")),
    path("views/", include((view_urls, "views"))),
    path("review/", review, name="review"),
    path("palette/", palette, name="palette"),
    path("outbox/", include("recruspace_dashboard.outbox.urls")),
    path("intake/", include("recruspace_dashboard.intake.urls")),
    path("company/", company, name="company"),
    path("sync/", library.sync, name="sync"),
    path("styleguide/", include("recruspace_dashboard.styleguide.urls")),
]

handler400 = error_pages.bad_request
handler403 = error_pages.permission_denied
handler404 = error_pages.not_found
handler500 = error_pages.server_error
