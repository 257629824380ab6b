"""Tasks of a centre that are more than a decision; each gets a folder of its own."""
