"""Ustawa z dnia 5 grudnia 2014 r. o Karcie Dużej Rodziny."""
