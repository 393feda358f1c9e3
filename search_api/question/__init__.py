"""A question read: language, marks, slips, English, units, plans, places, times, intent."""
