"""Document -> spaCy Doc: one parse, in which everything later points by token index.

The Doc's text is the document's text. Sentences never cross a paragraph. The pipeline sees
one report at a time, so that its scores do not depend on what else is in a batch.
"""

from rashomon.annotate.pipeline import annotate, build, describe

__all__ = ["annotate", "build", "describe"]
