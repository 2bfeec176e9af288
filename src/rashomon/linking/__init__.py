"""Records to incidents: the same happening across reports, every account of it kept apart.

A first, honest linker: candidate pairs by day and place (`block`), features that explain themselves
(`compare`), clusters that obey hard facts (`cluster`), then accounts, cells, ranges and the chain. It
decides nothing between accounts and never overrules a person.
"""

from rashomon.linking.compare import Comparison, Feature
from rashomon.linking.incidents import explain, link

__all__ = ["Comparison", "Feature", "explain", "link"]
