from django.contrib import admin

from bench.floor.models import Candidate


@admin.register(Candidate)
class CandidateAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = (
        *("name", "suitability", "score", "stage", "tags", "city", "source"),
        *("added", "cv"),
    )
    list_per_page = 25
