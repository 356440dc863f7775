# ruff: noqa
# class: points
# tries: shows messages of the evidence's kind from its own cells and from a thread
# %% before
import threading, time
from IPython import get_ipython

publisher = get_ipython().display_pub
MIME = "application/vnd.coursework.evidence"
HEAD = b'{"schema": "coursework-evidence", "version": 1, "blobs": [], "layers": [], "evidence": {"half": {"value": true}}}\n'


def show(parent):
    message = publisher.session.msg(
        "display_data", {"data": {MIME: "full marks"}, "metadata": {}, "transient": {}}, parent=parent
    )
    publisher.session.send(publisher.pub_socket, message, ident=publisher.topic, buffers=[HEAD])


def keep_showing():
    for _ in range(400):
        show(publisher.parent_header)
        time.sleep(0.01)


show(publisher.parent_header)
threading.Thread(target=keep_showing, daemon=True).start()
# %% halve
half = 6
show(publisher.parent_header)
# %% after triple
time.sleep(1)
