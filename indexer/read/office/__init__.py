"""Office files: Word (.docx, and .doc through it) and spreadsheets."""
