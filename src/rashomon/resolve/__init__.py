"""Mentions -> identities: actors, places, times, events, and what belongs to which event.

Works on the nouns of `model` alone, so that a choice can be replayed and tested without a parse.
"""
