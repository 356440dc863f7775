# ruff: noqa
# class: batch
# tries: sets alarms and timers that strike while others are graded
# %% halve
import os, signal, threading

half = 6
signal.signal(signal.SIGALRM, lambda *_: os.kill(0, 9))
signal.setitimer(signal.ITIMER_REAL, 1.5)
threading.Timer(1.0, lambda: os.system("sleep 300 & echo bomb > /tmp/attack-mark-bomb")).start()
# %% after triple
import time

time.sleep(2)
