"""Ustawa z dnia 28 listopada 2003 r. o świadczeniach rodzinnych, one module per benefit."""
