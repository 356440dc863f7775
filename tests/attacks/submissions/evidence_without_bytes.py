# ruff: noqa
# class: grader
# tries: answers the request for evidence with a message that carries none, or ten
# %% halve
import threading, time
from IPython import get_ipython

publisher = get_ipython().display_pub
half = 6
MIME = "application/vnd.coursework.evidence"
real = publisher.session.send


def send(stream, message, *args, **kwargs):
    if kwargs.get("buffers"):
        kwargs["buffers"] = []
    return real(stream, message, *args, **kwargs)


publisher.session.send = send
# %% triple
triple = 1
publisher.session.send = lambda stream, message, *args, **kwargs: (
    [real(stream, dict(message), *args, **kwargs) for _ in range(10)] and None
)
