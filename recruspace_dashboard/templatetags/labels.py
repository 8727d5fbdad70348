from django import template

from recruspace_dashboard.labels import label

register = template.Library()
register.filter("label", label)
