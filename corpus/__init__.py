"""Annotated reports that we wrote ourselves, and the commands that compile, check and compare them."""
