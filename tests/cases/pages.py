"""What tests of pages of cases share."""

import re

from django.urls import reverse


def url(name, *args):
    return reverse(f"cases:{name}", args=args)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode().replace("\u00a0", " "))
