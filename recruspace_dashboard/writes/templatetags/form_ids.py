from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

from recruspace_dashboard.writes.form_ids import FIELD, new_form_id, read_form_id

register = template.Library()


@register.simple_tag(takes_context=True)
def form_id(context: RequestContext) -> SafeString:
    """The hidden field with a new id; a form that was refused keeps the one it had.

    It is marked where what was typed before is back in the form, and not sent yet.
    """
    request, form = context["request"], context["form"]
    posted = read_form_id(request.POST.get(FIELD, ""))
    keeps = form.is_bound and posted and posted.owner == request.user.pk
    value = request.POST[FIELD] if keeps else new_form_id(request.user.pk)
    field = '<input type="hidden" name="{}" value="{}">'
    if form.restored:
        field = field.replace(">", " data-restored>")
    return format_html(field, FIELD, value)
