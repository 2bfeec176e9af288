"""What is known of actors and places beyond one report: names and their likeness, lists that a user brings.

Read-only while reports are read. It does not decide who is who; it gives scored candidates with their reasons.
"""
