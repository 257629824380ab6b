"""Pomoc materialna o charakterze socjalnym for pupils: art. 90b-90u of the act on education."""
