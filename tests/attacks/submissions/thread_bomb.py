# ruff: noqa
# class: host
# tries: starts threads for ever
# %% halve
import threading, time

half = 6
count = 0
try:
    while True:
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        count += 1
except RuntimeError as error:
    print(error)
print(count < 5000)
