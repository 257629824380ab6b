"""Template tags and filters of the user interface."""

from django import template

register = template.Library()
