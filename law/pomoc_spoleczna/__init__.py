"""Ustawa z dnia 12 marca 2004 r. o pomocy społecznej, one module per benefit."""
