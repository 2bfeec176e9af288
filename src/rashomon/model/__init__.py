"""The nouns of a record: frozen, slotted, pure standard library.

Nothing here reads, fetches, parses or stores. A value that the record asserts
carries the span it rests on; `record.check_spans` refuses a record that does not.
"""
