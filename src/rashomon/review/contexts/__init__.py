"""What each page shows: documented dataclasses, and the functions that fill them from the store.

A context holds plain values; templates only lay them out. Tests hold each template and its context together.
"""
