from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import superuser_required
from recruspace_dashboard.lists.rendering import render_list
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.styleguide import samples
from recruspace_dashboard.styleguide.tokens import read_icons, tokens_by_kind

# Each section has a template of the same name.
SECTIONS = {
    "colours": _("Colours"),
    "type": _("Typography"),
    "spacing": _("Spacing"),
    "shapes": _("Shapes"),
    "icons": _("Icons"),
    "buttons": _("Buttons"),
    "fields": _("Fields"),
    "alerts": _("Alerts"),
    "toast": _("Toasts"),
    "menu": _("Menus"),
    "badges": _("Badges"),
    "cards": _("Cards"),
    "facts": _("Facts"),
    "table": _("List of candidates"),
    "empty": _("Empty state"),
    "progress": _("Progress"),
    "crumbs": _("Breadcrumb"),
}


@superuser_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """All colours, sizes and components, in all their states, on one page."""
    context = {
        "sections": [
            {"name": name, "title": title, "template": f"styleguide/_{name}.html"}
            for name, title in SECTIONS.items()
        ],
        "tokens": tokens_by_kind(),
        "icons": read_icons(),
        "toasts": samples.sample_toasts(),
        "badges": samples.sample_badges(),
        "form": samples.sample_form(),
        "candidate": samples.CANDIDATES[0],
    }
    listing = samples.sample_listing(request.path, request.GET)
    return render_list(request, "styleguide/styleguide.html", listing, context)
