# ruff: noqa
# class: batch
# tries: answers with code that takes a reader for ever: long sums, thousands of magics
# %% halve
half = PLACE_PLUS
# %% end
PLACE_MAGICS
