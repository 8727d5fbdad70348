from django import template

from recruspace_dashboard.faults import explain

register = template.Library()
register.filter("explain", explain)
