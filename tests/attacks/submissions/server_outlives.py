# ruff: noqa
# class: host
# tries: listens on ports and sockets, also in a daemon
# %% halve
import os, socket

half = 6
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("0.0.0.0", 28471))
server.listen()
named = socket.socket(socket.AF_UNIX)
named.bind("\0attack-mark-server")
named.listen()
if os.fork() == 0:
    os.setsid()
    import time

    time.sleep(777.25)
