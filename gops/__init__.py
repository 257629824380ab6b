"""Composition: settings, addresses, background work, wiring, local start, demo centre."""
