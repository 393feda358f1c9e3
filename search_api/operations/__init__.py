"""Keeping the house: one server a data folder, backups, what an administrator watches, and the limits of requests."""
