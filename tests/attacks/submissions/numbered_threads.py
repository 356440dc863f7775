# ruff: noqa
# class: batch
# tries: leaves threads, exit functions and finalisers that go on after the cell
# %% halve
import atexit, threading, time, weakref

half = 6


def later():
    while True:
        time.sleep(0.05)
        get_ipython().user_ns["triple"] = 3
        print("late", flush=True)


for _ in range(20):
    threading.Thread(target=later).start()
atexit.register(lambda: time.sleep(1000))
weakref.finalize(later, time.sleep, 1000)
