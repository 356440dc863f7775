"""A lesson that was corrected after hand-ins: what a new grading changes, and a disputed answer up close."""
