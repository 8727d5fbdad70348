from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

from recruspace_dashboard.writes.form_ids import FIELD, new_form_id, read_form_id

register = template.Library()


@register.simple_tag(takes_context=True)
def form_id(context: RequestContext, of: str = "form") -> SafeString:
    """The hidden field with a new form id; a refused form keeps its id.

    The attribute `data-restored` marks a form that shows a draft. `of` is the form's
    name in the context; a form of plain HTML has none.
    """
    request, form = context["request"], context.get(of)
    posted = read_form_id(request.POST.get(FIELD, ""))
    keep_id = form and form.is_bound and posted and posted.owner == request.user.pk
    value = request.POST[FIELD] if keep_id else new_form_id(request.user.pk)
    field = '<input type="hidden" name="{}" value="{}">'
    if form and form.restored:
        field = field.replace(">", " data-restored>")
    return format_html(field, FIELD, value)
