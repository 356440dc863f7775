"""From a lesson's source file to its two notebooks, and the bundle that a learner gets.

`layout` knows where a lesson's files stand, `source` reads them, `refusals` says what is wrong with them,
`notebook` makes cells of nbgrader, `execute` runs them, `outputs` makes what came out the same everywhere,
`ran` says what only a run can tell, `release` hands the result to nbgrader's own machinery, `fingerprint`
tells whether any of it is stale, `make` puts them in order, and `command` and `bundle` are the programs.
"""
