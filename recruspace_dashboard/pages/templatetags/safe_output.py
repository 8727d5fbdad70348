from django import template

from recruspace_dashboard.pages.safe_output import safe_link

register = template.Library()
register.filter("safe_link", safe_link)
