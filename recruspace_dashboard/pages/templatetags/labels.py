from django import template

from recruspace_dashboard.pages.labels import label

register = template.Library()
register.filter("label", label)
