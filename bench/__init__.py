"""Measurements, and the typesetter of the sample plans. Nothing here is installed with the package."""
