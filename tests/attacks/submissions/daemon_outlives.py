# ruff: noqa
# class: host
# tries: starts daemons that leave the session and go on after the kernel
# %% halve
import os, subprocess, sys

half = 6
code = "import time, os; os.setsid() if os.getpid() != os.getsid(0) else 0; time.sleep(777.25)"
for _ in range(3):
    subprocess.Popen(
        [sys.executable, "-S", "-c", code],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import signal, time

        for number in range(1, 32):
            try:
                signal.signal(number, signal.SIG_IGN)
            except OSError:
                pass
        time.sleep(777.25)
    os._exit(0)
