# ruff: noqa
# class: host
# tries: leaves links and pipes in its folder where the grader will look for files
# %% halve
import os

half = 6
for name in ("91_attacked.ipynb", "log.csv", "graders", "data"):
    try:
        if os.path.isdir(name):
            os.rename(name, "old")
        elif os.path.lexists(name):
            os.remove(name)
        os.symlink("PLACE_ROOT/gradebook.db", name)
    except OSError as error:
        print(error)
os.mkfifo("pipe.ipynb")
