"""Speed and quality against floors and peers; every number in the docs comes from a command here."""
