"""Commands that train the weights from the corpus; nothing here runs when a report is read."""
