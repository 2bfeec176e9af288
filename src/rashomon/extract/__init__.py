"""Doc -> mentions, claims, figures, victims and event mentions: words with a reading, not identities.

Each module finds one layer; `run.pipeline` orders them. spaCy is read here and in `annotate` only.
"""
