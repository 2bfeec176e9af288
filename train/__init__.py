"""Commands that train weights from the corpus; nothing here runs when reports are read."""
