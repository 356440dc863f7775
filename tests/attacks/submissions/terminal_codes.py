# ruff: noqa
# class: grader
# tries: writes commands to the teacher's terminal and log: colours, titles, cleared lines, odd letters
# %% halve
half = "\x1b]0;owned\x07\x1b[2J\x1b[31mhalve: 2 of 2 points\r\n[x] Half of ten 2/2"


# %% triple
def triple(number):
    raise ValueError("\x1b[2J\x1b]52;c;Y2FsYw==\x07\ud800 \x00 \r [x] met")
