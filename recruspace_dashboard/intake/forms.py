"""What a user says of the files of an intake: where they belong, and their tags."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruspace_dashboard.intake.archives import is_junk
from recruspace_dashboard.intake.rows import Announced
from recruspace_dashboard.outbox import targets
from recruspace_dashboard.outbox.targets import UnusableTarget
from recruspace_dashboard.services import RecruspaceClient, parse
from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.writes.fields import NoteField, TagField

# A browser cannot announce more at once, of which 500 are taken.
MOST_ANNOUNCED = 1000
MOST_TAGS = 20


class ForAllForm(forms.Form):
    """For all files of an intake; nothing of it is needed."""

    # Whether it shows a draft.
    restored = False

    talent_pool_id = forms.CharField(label=gettext_lazy("Talent pool"), required=False)
    job_post = forms.CharField(label=gettext_lazy("Job post"), required=False)
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        help_text=gettext_lazy("With commas between them."),
        required=False,
    )
    note = NoteField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_talent_pool_id(self) -> int | None:
        typed = self.cleaned_data["talent_pool_id"]
        found = parse.identity(typed)
        if typed and found is None:
            raise forms.ValidationError(_("Choose a talent pool."))
        return found

    def clean_tags(self) -> list[str]:
        typed = (one.strip() for one in self.cleaned_data["tags"].split(","))
        tags = list(dict.fromkeys(filter(None, typed)))
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(
                _("At most %(count)s tags."), params={"count": MOST_TAGS}
            )
        return [TagField().clean(one) for one in tags]

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        if data.get("talent_pool_id") is not None and data.get("job_post"):
            self.add_error(None, _("Choose a talent pool or a job post, not both."))

    @property
    def without_target(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("tags", "note")}

    def for_all(self, client: RecruspaceClient) -> dict[str, Any]:
        """What is stored. Raises `UnusableTarget`, `RecruspaceError`."""
        data, told = self.cleaned_data, self.without_target
        pool_id, job = data["talent_pool_id"], data["job_post"]
        if pool_id is not None:
            name = targets.pool_name(client, pool_id)
            return {**told, "talent_pool_id": pool_id, "target": name}
        if job:
            return {**told, "job_post": job, "target": _published(client, job)}
        return told


def _published(client: RecruspaceClient, job_hash: str) -> str:
    """The title of a job post. Raises `UnusableTarget`, `RecruspaceError`."""
    try:
        job = client.job_posts.get(job_hash=job_hash)
    except NotFound:
        raise UnusableTarget(_("This job post does not exist any more.")) from None
    if job.status != "published":
        raise UnusableTarget(_("This job post is not published."))
    return targets.job_title(client, job_hash)


def announced(text: str) -> Sequence[Announced]:
    """The files of a manifest. Raises `ValidationError`."""
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):
        listed = None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise forms.ValidationError(_("The list of files cannot be read."))
    if len(listed) > MOST_ANNOUNCED:
        raise forms.ValidationError(_("Only 500 files can be brought in together."))
    files = [
        Announced(parse.text(one.get("name")), parse.identity(one.get("size")) or 0)
        for one in listed
    ]
    return [one for one in files if not is_junk(one.name)]
