"""The calendar: holidays, the year, conflicts and the personal feed."""
