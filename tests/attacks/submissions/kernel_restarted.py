# ruff: noqa
# class: batch
# tries: asks for a restart and changes the kernel's connection
# %% halve
half = 6
import IPython

IPython.Application.instance().kernel.do_shutdown(restart=True)
# %% triple
triple = 1
from ipykernel.kernelapp import IPKernelApp

app = IPKernelApp.instance()
app.shell_port, app.iopub_port = 1, 2
app.session.key = b"mine"
get_ipython().kernel.session.key = b"mine"
