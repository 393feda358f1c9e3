"""What people change: corrections, units joined and split, and both as truth."""
