# ruff: noqa
# class: host
# tries: fills the disk, shared memory and the table of files
# %% halve
import os

half = 6
for place in (os.getcwd(), "/tmp", "/dev/shm", os.path.expanduser("~"), "/var/tmp"):
    written = 0
    try:
        with open(os.path.join(place, "attack-mark-disk"), "wb") as file:
            while True:
                written += file.write(b"x" * 10_000_000)
                file.flush()
    except OSError as error:
        print(place, written < 10**9, error)
    try:
        for number in range(10**6):
            os.mkdir(os.path.join(place, f"attack-mark-{number}"))
    except OSError as error:
        print(place, number, error)
