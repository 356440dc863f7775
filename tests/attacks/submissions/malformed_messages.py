# ruff: noqa
# class: grader
# tries: sends messages that break the protocol: unsigned, without parts, nested, of the wrong kinds
# %% before
from IPython import get_ipython

publisher = get_ipython().display_pub
session, socket_ = publisher.session, publisher.pub_socket


def send(kind, content, buffers=None, **header):
    message = session.msg(kind, content, parent=publisher.parent_header)
    message["header"].update(header)
    session.send(socket_, message, ident=publisher.topic, buffers=buffers)


# %% halve
half = 6
deep = "x"
for _ in range(700):
    deep = [deep]
for content in (
    {"data": {"text/plain": deep}, "metadata": {}},
    {"data": {"text/plain": {"a": 1}, "text/html": deep, "image/png": 5}, "metadata": {}},
    {"data": {"text/plain": None, "image/png": ["a", 5]}, "metadata": {"image/png": deep}},
):
    try:
        send("display_data", content)
    except Exception as error:
        print(type(error))
# %% triple
triple = 1
for content in ([], None, 5, {"data": 5}, {"data": {}, "metadata": 7, "transient": []}):
    for kind in (
        "display_data",
        "execute_result",
        "stream",
        "error",
        "update_display_data",
        "clear_output",
        "status",
    ):
        try:
            send(kind, content)
        except Exception as error:
            print(type(error))
# %% adder
adder = 1
for frames in (
    [b"x"],
    [b"<IDS|MSG>"],
    [b"a", b"<IDS|MSG>", b"0" * 64, b"{", b"}", b"\xff", b""],
    [b""] * 60,
    [b"<IDS|MSG>", b"", b"null", b"null", b"null", b"null"],
):
    try:
        socket_.send_multipart(frames)
    except Exception as error:
        print(type(error))
send("display_data", {"data": {"application/vnd.coursework.evidence": ""}, "metadata": {}})
