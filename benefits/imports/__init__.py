"""Taking over registers of an older system from files, and handing them out in the same shape."""
