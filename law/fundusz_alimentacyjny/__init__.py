"""Ustawa z dnia 7 września 2007 r. o pomocy osobom uprawnionym do alimentów."""
