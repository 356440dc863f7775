# ruff: noqa
# class: batch
# tries: answers with code that takes a reader for ever: long sums, thousands of magics
# %% halve
half = 1@PLUS@
# %% end
@MAGICS@
