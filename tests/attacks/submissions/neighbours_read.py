# ruff: noqa
# class: students
# tries: looks for the work of others, and for kernels and files that they share
# %% halve
import glob, os

half = 6
for pattern in (
    "../*",
    "../../*",
    "../../../*",
    "../../../submitted/*/*/*.ipynb",
    "/tmp/*",
    "/dev/shm/*",
    "/var/tmp/*",
    "/home/*/*",
    "/run/**",
):
    for path in glob.glob(pattern, recursive=True):
        try:
            print(path, open(path, "rb").read()[:500] if os.path.isfile(path) else os.listdir(path))
        except OSError as error:
            print(path, error)
