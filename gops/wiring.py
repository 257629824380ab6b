"""Who shows what where: the registry of desk, search, rail and panels, filled once at start."""

from core.registry import registry


def wire() -> None:
    """Fill the registry (twice is once)."""
    registry.nav.clear()
    registry.new_actions.clear()
    registry.desk.clear()
    registry.search.clear()
    registry.household_panels.clear()
    registry.case_panels.clear()
    registry.case_next.clear()
