"""How a class did: as lines of text, and as one page that opens without a network."""
