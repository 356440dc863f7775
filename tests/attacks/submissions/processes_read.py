# ruff: noqa
# class: hidden
# tries: reads memory, environment and open files of every process it can see
# %% halve
import glob, os

half = 6
print(sorted(os.listdir("/proc"))[:30])
for folder in glob.glob("/proc/[0-9]*") + ["/proc/self"]:
    for name in ("environ", "cmdline", "mountinfo", "maps"):
        try:
            print(folder, name, open(f"{folder}/{name}", "rb").read()[:6000])
        except OSError as error:
            print(folder, name, error)
    for fd in glob.glob(f"{folder}/fd/*"):
        try:
            print(fd, os.readlink(fd))
        except OSError as error:
            print(fd, error)
    for up in ("root", "cwd", "root/../.."):
        try:
            print(folder, up, os.listdir(f"{folder}/{up}"))
        except OSError as error:
            print(folder, up, error)
print(dict(os.environ))
