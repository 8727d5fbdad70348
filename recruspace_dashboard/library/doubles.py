"""Who is likely the same candidate: records with one e-mail address or phone number."""

from pyroaring import BitMap

from recruspace_dashboard.library.values import Values


def doubles(visible: BitMap, values: Values) -> BitMap:
    """Those who share an address or a number with another of those who are visible."""
    everywhere = BitMap().union(*values.sharing)
    if everywhere.issubset(visible):
        return everywhere
    there = (group & visible for group in values.sharing)
    return BitMap().union(*(group for group in there if len(group) > 1))
