"""Accounts of people, their sessions and tokens, and forms held while somebody signs in again."""
