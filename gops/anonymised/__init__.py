"""A copy of the database for training, in which nobody can be recognised (docs/anonymised-copy.md).

`masks` make a fictional value of a real one, `rules` say which column takes which mask, `copying`
carries the rows over: a real value never reaches the copy, not even for a moment.
"""
