from django.urls import path, re_path

from recruspace_dashboard.outbox.views import batch, listing, new

app_name = "outbox"

urlpatterns = [
    path("", listing.outbox, name="list"),
    path("new/", new.new, name="new"),
    path("jobs/", listing.jobs, name="jobs"),
    path("writes/<int:write_id>/", listing.decide, name="decide"),
    path("<int:batch_id>/", batch.detail, name="batch"),
    re_path(
        r"^(?P<batch_id>\d{1,18})/(?P<name>pause|cancel)/$", batch.stop, name="stop"
    ),
    path("<int:batch_id>/<slug:name>/", batch.act, name="act"),
]
