"""A fictional centre with a history, made by the same services as real use.

Sizes and shares follow docs and the public figures of small rural centres; every person, number
and address is invented, with valid checksums.
"""
