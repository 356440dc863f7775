"""Measure what small Keras models reach on sets made by the course: `python data/make/reach.py [SET ...]`.

Same split as `baselines.py`. Needs one to two minutes on two processor cores; figures differ by about .01
between kinds of processor.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("KERAS_HOME", str(Path(__file__).resolve().parent.parent / "keras"))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import pandas as pd
from baselines import DATA, SEED
from keras import layers
from sklearn.model_selection import train_test_split


def _codes(train: pd.Series, test: pd.Series):
    """Return the number of words and both columns as integers, 0 after the end of a text."""
    width = int(pd.concat([train, test]).str.split().str.len().max())
    vectorize = layers.TextVectorization(output_sequence_length=width)
    vectorize.adapt(train.to_numpy(str))
    codes = [keras.ops.convert_to_numpy(vectorize(part.to_numpy(str))) for part in (train, test)]
    return vectorize.vocabulary_size(), *codes


def _split(name: str) -> list[pd.DataFrame]:
    table = pd.read_csv(DATA / name / f"{name}.csv.gz")
    return train_test_split(table, test_size=0.2, random_state=SEED)


def stories() -> None:
    """Two LSTM branches side by side, four epochs."""
    train, test = _split("stories")
    branches, inputs, known, unknown = [], [], [], []
    for column in ("story", "question"):
        words, x, x_test = _codes(train[column], test[column])
        inputs.append(keras.Input((x.shape[1],), dtype="int32", name=column))
        branches.append(layers.LSTM(32)(layers.Embedding(words, 32, mask_zero=True)(inputs[-1])))
        known.append(x)
        unknown.append(x_test)
    places = sorted(set(train.answer))
    hidden = layers.Dense(64, activation="relu")(layers.concatenate(branches))
    model = keras.Model(inputs, layers.Dense(len(places), activation="softmax")(hidden))
    model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(known, train.answer.map(places.index).to_numpy(), batch_size=64, epochs=4, verbose=0)
    score = model.evaluate(unknown, test.answer.map(places.index).to_numpy(), verbose=0, return_dict=True)
    print(f"stories: two LSTM branches, four epochs: accuracy {score['accuracy']:.3f}")


def tickets() -> None:
    """Pooled title, Conv1D over the body, tags; then difficulty as a third output over frozen layers."""
    train, test = _split("tickets")
    title_words, title, title_test = _codes(train.title, test.title)
    body_words, body, body_test = _codes(train.body, test.body)
    tags = train.tags.str.get_dummies("|")
    tags_test = test.tags.str.get_dummies("|").reindex(columns=tags.columns, fill_value=0)
    inputs = [
        keras.Input((title.shape[1],), dtype="int32", name="title"),
        keras.Input((body.shape[1],), dtype="int32", name="body"),
        keras.Input((tags.shape[1],), name="tags"),
    ]
    of_title = layers.GlobalAveragePooling1D()(layers.Embedding(title_words, 32)(inputs[0]))
    of_body = layers.Conv1D(64, 4, activation="relu")(layers.Embedding(body_words, 32)(inputs[1]))
    joined = layers.concatenate([of_title, layers.GlobalMaxPooling1D()(of_body), inputs[2]])
    shared = layers.Dense(64, activation="relu")(joined)
    names = {label: sorted(set(train[label])) for label in ("priority", "department", "difficulty")}

    def labels(part: pd.DataFrame, wanted: list[str]) -> dict:
        return {label: part[label].map(names[label].index).to_numpy() for label in wanted}

    heads = {
        label: layers.Dense(len(names[label]), activation="softmax", name=label)(shared)
        for label in ("priority", "department")
    }
    known, unknown = [title, body, tags.to_numpy()], [title_test, body_test, tags_test.to_numpy()]

    def fit(outputs: dict, epochs: int) -> dict[str, float]:
        model = keras.Model(inputs, outputs)
        loss = dict.fromkeys(outputs, "sparse_categorical_crossentropy")
        metrics = {label: ["accuracy"] for label in outputs}
        model.compile(keras.optimizers.Adam(0.003), loss, metrics=metrics)
        model.fit(known, labels(train, list(outputs)), batch_size=64, epochs=epochs, verbose=0)
        return model.evaluate(unknown, labels(test, list(outputs)), verbose=0, return_dict=True)

    score = fit(heads, epochs=3)
    for label in heads:
        print(f"tickets: {label}, three epochs: accuracy {score[f'{label}_accuracy']:.3f}")
    third = layers.Dense(len(names["difficulty"]), activation="softmax", name="difficulty")
    for layer in keras.Model(inputs, shared).layers:
        layer.trainable = False
    score = fit({"difficulty": third(shared)}, epochs=6)
    print(f"tickets: difficulty over the frozen layers, six epochs: accuracy {score['accuracy']:.3f}")
    for layer in keras.Model(inputs, shared).layers:
        layer.trainable = True
    score = fit({**heads, "difficulty": third(shared)}, epochs=3)
    print(f"tickets: difficulty with all layers, three epochs more: {score['difficulty_accuracy']:.3f}")


MEASURES = {"stories": stories, "tickets": tickets}

if __name__ == "__main__":
    for chosen in sys.argv[1:] or MEASURES:
        if chosen not in MEASURES:
            raise SystemExit(f"There is nothing to measure for {chosen}; there are {', '.join(MEASURES)}.")
        keras.utils.set_random_seed(SEED)
        MEASURES[chosen]()
