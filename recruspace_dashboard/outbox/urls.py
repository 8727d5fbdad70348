from django.urls import path

from recruspace_dashboard.outbox.views import batch, listing, new

app_name = "outbox"

urlpatterns = [
    path("", listing.outbox, name="list"),
    path("new/", new.new, name="new"),
    path("jobs/", listing.jobs, name="jobs"),
    path("writes/<int:write_id>/", listing.decide, name="decide_write"),
    path("<int:batch_id>/", batch.detail, name="batch"),
    *(
        path(f"<int:batch_id>/{name}/", batch.act, {"name": name}, name=name)
        for name in batch.OWN
    ),
    *(
        path(f"<int:batch_id>/{name}/", batch.stop, {"name": name}, name=name)
        for name in batch.STOPS
    ),
]
