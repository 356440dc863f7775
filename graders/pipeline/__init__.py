"""How submissions go through nbgrader: sealed grading, and the plain way inside one kernel."""
