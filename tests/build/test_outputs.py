import base64
import io
import itertools
import struct
import zlib
from pathlib import Path

import keras
import nbformat.v4 as v4
import pytest

from graders.build.outputs import complaints, normalise, stable, texts

WORK = Path("/somewhere/course/.cache/build/90_tiny-x")


def png(*extra: tuple[bytes, bytes]) -> bytes:
    """A picture of one grey point, with extra chunks after its header."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    between = b"".join(chunk(kind, data) for kind, data in extra)
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + between
        + chunk(b"IDAT", zlib.compress(b"\0\x80"))
        + chunk(b"IEND", b"")
    )


def notebook(*outputs, tags=()):
    cell = v4.new_code_cell("x", outputs=list(outputs), metadata={"tags": list(tags)} if tags else {})
    return v4.new_notebook(cells=[cell])


def stream(text, name="stdout"):
    return v4.new_output("stream", text=text, name=name)


def normalised(*outputs):
    made = notebook(*outputs)
    normalise(made, WORK)
    return made.cells[0].outputs


def test_texts_of_one_stream_are_joined():
    (output,) = normalised(stream("one\n"), stream("two\n"))
    assert output.text == "one\ntwo\n"


def test_where_a_stream_is_cut_does_not_count():
    (output,) = normalised(stream("one\n"), stream("\n"), stream("log", "stderr"), stream("two"))[:1]
    assert output.text == "one\n\n"
    assert normalised(stream(" "), stream("\n")) == []


class Screen(io.StringIO):
    """What Keras takes for a screen, so that its bar writes over itself as it does in a notebook."""

    def isatty(self):
        return True


def fit_prints(monkeypatch, *, seconds, seen):
    """Give what `fit` prints in two epochs of 12 steps, where a look at the clock takes some seconds."""
    screen, clock = Screen(), itertools.count(0, seconds)
    with monkeypatch.context() as patched:
        patched.setattr("sys.stdout", screen)
        patched.setattr("keras.src.utils.progbar.time.time", lambda: next(clock))
        for epoch in (1, 2):
            print(f"Epoch {epoch}/2")
            bar = keras.utils.Progbar(12, interval=0, stateful_metrics=["accuracy", "loss"])
            for step in (*seen, 12):
                bar.update(step, [("accuracy", 0.5), ("loss", 0.00001 if step < 12 else 1.5 / epoch)])
    return screen.getvalue()


def test_a_progress_bar_of_keras_keeps_its_last_state_without_times(monkeypatch):
    slow = fit_prints(monkeypatch, seconds=70, seen=range(1, 12))
    fast = fit_prints(monkeypatch, seconds=0.0001, seen=[1])
    assert "\x08" in slow and "s/step" in slow and "us/step" in fast and " \n" in fast
    (output,) = normalised(*map(stream, slow.splitlines(keepends=True)))
    assert output.text == normalised(stream(fast))[0].text
    bar = "12/12 ━━━━━━━━━━━━━━━━━━━━ - accuracy: 0.5000 - loss:"
    assert output.text == f"Epoch 1/2\n{bar} 1.5000\nEpoch 2/2\n{bar} 0.7500\n"
    assert list(complaints(notebook(output).cells[0])) == []


def test_log_lines_of_tensorflow_go_and_warnings_stay():
    log = (
        "2026-01-02 03:04:05.678901: I tensorflow/core/platform/cpu_feature_guard.cc:210] This binary uses\n"
        "To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow.\n"
        "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
        "I0000 00:00:1700000000.123456    4242 service.cc:152] XLA service initialized\n"
        "E0000 00:00:1700000000.123456    4242 cuda_dnn.cc:8579] Unable to register\n"
    )
    assert normalised(stream(log, "stderr")) == []
    (output,) = normalised(stream(log + "UserWarning: one class is empty\n" + log, "stderr"))
    assert output.text == "UserWarning: one class is empty\n"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("235/235 - 2s - 9ms/step - loss: 0.5", "235/235 - loss: 0.5"),
        ("235/235 - 14s - 1.2s/step - loss: 0.5", "235/235 - loss: 0.5"),
        ("1/1 - 0s - 80us/step", "1/1"),
        ("20/20 ━━━━ 0s 998us/step   \nnext", "20/20 ━━━━\nnext"),
        ("20/20 ━━━━ 65s 3s/step - loss: 0.5  \n", "20/20 ━━━━ - loss: 0.5\n"),
        (
            " 1/20 ━━━━ 1s 9ms/step - loss: 0.7\x08\x08\r20/20 ━━━━ 0s 9ms/step - loss: 0.5",
            "20/20 ━━━━ - loss: 0.5",
        ),
        ("┏━━━━┓ \n┃ 3s ┃", "┏━━━━┓ \n┃ 3s ┃"),
        (
            "/home/ann/course/.venv/lib/python3.12/site-packages/keras/src/a.py:7: W",
            "site-packages/keras/src/a.py:7: W",
        ),
        ("File ~/course/.venv/lib/python3.11/site-packages/keras/a.py", "File site-packages/keras/a.py"),
        (f"{WORK}/model.keras in {WORK}", "model.keras in ."),
        ("/usr/lib/python3.11/json/decoder.py", "python/json/decoder.py"),
        ("/tmp/ipykernel_31/123.py:1: UserWarning", "cell:1: UserWarning"),
        ("a 10 - 3 b and site-packages", "a 10 - 3 b and site-packages"),
    ],
)
def test_what_differs_between_machines_is_replaced(text, kept):
    assert stable(text, WORK) == kept


def test_a_picture_keeps_its_points_and_loses_its_texts():
    plain = base64.b64encode(png()).decode()
    spoken = base64.b64encode(png((b"tEXt", b"Software\0Matplotlib 3"), (b"tIME", b"1234567"))).decode()
    shown = v4.new_output("display_data", data={"image/png": spoken})
    assert normalised(shown)[0].data["image/png"] == plain


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<keras.Layer object at 0x7f3a5c0b1d90>", "an address in memory"),
        ("saved at 2026-03-04 05:06:07", "a point in time"),
        ("run-20-2026-03-04_05-06", "a point in time"),
        ("/home/ann/model.keras", "a path of this machine"),
        ("in '/tmp/tmpab12/logs'", "a path of this machine"),
        ("Epoch 1/2\n 3/10 ━━━━━━━━━━ - loss: 0.5", "the midst of a progress bar"),
        ("Epoch 1/2\n     37/Unknown  2s 50ms/step - loss: 0.5", "the midst of a progress bar"),
        ("1/10 [==>.......]", "progress bar"),
        (" 40%|████      | 4/10", "progress bar"),
    ],
)
def test_outputs_that_differ_from_run_to_run_are_told(text, what):
    (told,) = complaints(notebook(stream(text)).cells[0])
    assert what in told


@pytest.mark.parametrize(
    "text",
    [
        "┏━━━━━━━━━━┳━━━━━━━┓",
        "colour 0x7f",
        "2024-01-02",
        "a/home/b",
        "see https://keras.io/home/x",
        "accuracy 40%",
        "Epoch 1/2\n10/10 ━━━━━━━━━━ - loss: 0.5",
    ],
)
def test_outputs_that_stay_the_same_are_not(text):
    assert list(complaints(notebook(stream(text)).cells[0])) == []


def test_ignored_outputs_may_differ_but_hold_no_progress_bar():
    ignored = notebook(stream("<object at 0x7f3a5c0b1d90>"), tags=["nbval-ignore-output"]).cells[0]
    assert list(complaints(ignored)) == []
    bar = notebook(stream("1/10 [==>.......]"), tags=["nbval-ignore-output"]).cells[0]
    assert len(list(complaints(bar))) == 1


def test_texts_are_those_that_are_compared():
    error = v4.new_output("error", ename="ValueError", evalue="no", traceback=["line"])
    shown = v4.new_output("display_data", data={"text/plain": "a", "text/html": "<b>a</b>", "image/png": "x"})
    assert list(texts(notebook(stream("s"), error, shown).cells[0])) == ["s", "no", "a", "<b>a</b>"]
