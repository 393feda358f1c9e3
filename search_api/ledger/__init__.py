"""The ledger: what plans say to one another. References, cascades, conflicts, and who is responsible today."""
