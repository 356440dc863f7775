# ruff: noqa
# class: host
# tries: opens files, pipes and sockets until none are left, and keeps them
# %% halve
import os, socket

half = 6
kept = []
for make in (os.pipe, lambda: socket.socketpair(), lambda: os.open("/dev/null", os.O_RDONLY)):
    try:
        for _ in range(10**6):
            kept.append(make())
    except OSError as error:
        print(len(kept), error)
