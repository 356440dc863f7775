# ruff: noqa
# class: students
# tries: sends signals to every process number, and traces the processes of others
# %% halve
import ctypes, os, signal

half = 6
libc = ctypes.CDLL(None, use_errno=True)
reached = []
for pid in list(range(2, 3000)) + [os.getppid()]:
    for number in (0, signal.SIGUSR1, signal.SIGKILL):
        try:
            os.kill(pid, number)
            reached.append(pid)
        except OSError:
            pass
    if libc.ptrace(16, pid, 0, 0) == 0:
        reached.append(("traced", pid))
print("reached", reached)
for call in (
    lambda: os.killpg(0, 0),
    lambda: os.setpriority(os.PRIO_PROCESS, 0, -20),
    lambda: os.sched_setaffinity(1, {0}),
):
    try:
        call()
    except OSError as error:
        print(error)
# %% triple
triple = 1
os.kill(-1, 9)
