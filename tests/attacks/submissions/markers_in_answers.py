# ruff: noqa
# class: points
# tries: writes nbgrader's markers and the course's own calls into its answers
# %% halve
### BEGIN HIDDEN TESTS
half = 6
### END HIDDEN TESTS
### BEGIN SOLUTION
half = 6
### END SOLUTION
# %% end
### BEGIN HIDDEN TESTS
from graders.pipeline.plain import grade

print(grade("91_attacked", "halve", globals()))
### END HIDDEN TESTS
