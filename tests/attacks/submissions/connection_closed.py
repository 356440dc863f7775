# ruff: noqa
# class: batch
# tries: closes every open file and every socket of its kernel, and starts a kernel of its own
# %% halve
import os

half = 6
os.closerange(0, 1024)
# %% triple
triple = 1
get_ipython().kernel.do_shutdown(True)
get_ipython().kernel.iopub_socket.close()
get_ipython().kernel.shell_stream.close() if getattr(get_ipython().kernel, "shell_stream", None) else None
# %% adder
import sys

os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)"])
