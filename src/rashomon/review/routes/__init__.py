"""The desk's table: importing the modules fills it."""

from rashomon.review.routes import adding, deciding, erasing, reading, value_adding, values  # noqa: F401  # each adds its entries
from rashomon.review.routes.table import REGISTRY

__all__ = ["REGISTRY"]
