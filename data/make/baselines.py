"""Measure the scores that each data set's card states: `python data/make/baselines.py [SET ...]`.

Shuffled 80/20 split with seed 0 unless the set has its own test rows; scikit-learn only, so that a baseline
never depends on the library that the course teaches. Prints one line a baseline.
"""

import gzip
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import hstack
from sklearn.compose import make_column_transformer
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
)
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

DATA = Path(__file__).resolve().parent.parent
SEED = 0

Scores = Iterator[tuple[str, float]]


def _split(*arrays):
    return train_test_split(*arrays, test_size=0.2, random_state=SEED)


def _accuracy(model, x, y, x_test, y_test) -> float:
    return float(model.fit(x, y).score(x_test, y_test))


def _majority(train, test) -> float:
    values, counts = np.unique(train, return_counts=True)
    return float(np.mean(np.asarray(test) == values[counts.argmax()]))


def _fashion(part: str) -> tuple[np.ndarray, np.ndarray]:
    folder = DATA / "keras/datasets/fashion-mnist"
    images = gzip.decompress((folder / f"{part}-images-idx3-ubyte.gz").read_bytes())
    labels = gzip.decompress((folder / f"{part}-labels-idx1-ubyte.gz").read_bytes())
    pixels = np.frombuffer(images, np.uint8, offset=16).reshape(-1, 784)
    return pixels / np.float32(255), np.frombuffer(labels, np.uint8, offset=8)


def fashion_mnist() -> Scores:
    """Accuracy on the 10,000 test images after training on the first 10,000 training images."""
    x, y = (array[:10_000] for array in _fashion("train"))
    x_test, y_test = _fashion("t10k")
    yield "accuracy, majority class", _majority(y, y_test)
    yield (
        "accuracy, logistic regression",
        LogisticRegression(C=0.05, max_iter=200).fit(x, y).score(x_test, y_test),
    )
    mlp = MLPClassifier((100,), early_stopping=True, max_iter=15, random_state=SEED)
    yield "accuracy, MLP 100", mlp.fit(x, y).score(x_test, y_test)


def diamonds() -> Scores:
    """R² and RMSE of the price."""
    table = pd.read_csv(DATA / "diamonds/diamonds.csv.gz")
    train, test = _split(table)
    named = ["cut", "color", "clarity"]
    encode = make_column_transformer(
        (OneHotEncoder(sparse_output=False), named),
        remainder=StandardScaler(),
        verbose_feature_names_out=False,
    )
    x = encode.fit_transform(train.drop(columns="price"))
    x_test = encode.transform(test.drop(columns="price"))
    mean, spread = train.price.mean(), train.price.std()
    models = {
        "mean price": None,
        "ridge": Ridge(),
        "boosted trees": HistGradientBoostingRegressor(random_state=SEED),
        "MLP 64-32": MLPRegressor(
            hidden_layer_sizes=(64, 32), early_stopping=True, max_iter=30, random_state=SEED
        ),
    }
    for name, model in models.items():
        if model is None:
            predicted = np.full(len(test), mean)
        else:
            predicted = model.fit(x, (train.price - mean) / spread).predict(x_test) * spread + mean
        yield f"R², {name}", r2_score(test.price, predicted)
        yield f"RMSE in dollars, {name}", float(np.sqrt(np.mean((test.price - predicted) ** 2)))


def california() -> Scores:
    """Accuracy of `high_value`."""
    table = pd.read_csv(DATA / "california/california.csv.gz")
    x, x_test, y, y_test = _split(table.drop(columns="high_value"), table.high_value)
    yield "accuracy, majority class", _majority(y, y_test)
    models = {
        "logistic regression": LogisticRegression(max_iter=500),
        "boosted trees": HistGradientBoostingClassifier(random_state=SEED),
        "MLP 64-32": MLPClassifier((64, 32), early_stopping=True, max_iter=60, random_state=SEED),
    }
    for name, model in models.items():
        yield f"accuracy, {name}", make_pipeline(StandardScaler(), model).fit(x, y).score(x_test, y_test)


def films() -> Scores:
    """Accuracy of `fresh` and R² of `rating`, from bags of title words, genres and so on."""
    table = pd.read_csv(DATA / "films/films.csv.gz")
    train, test = _split(table)
    words = CountVectorizer(min_df=3, binary=True)
    parts = CountVectorizer(token_pattern=r"[^|]+", min_df=3, binary=True)
    encode = make_column_transformer(
        (words, "title"),
        *[(parts, column) for column in ("genres", "director", "language", "country")],
        (StandardScaler(), ["year", "runtime"]),
    )
    x, x_test = encode.fit_transform(train), encode.transform(test)
    titles = words.fit_transform(train.title), words.transform(test.title)
    yield "accuracy of fresh, majority class", _majority(train.fresh, test.fresh)
    model = LogisticRegression(C=0.1, max_iter=1000)
    yield (
        "accuracy of fresh, logistic regression on title words",
        _accuracy(model, titles[0], train.fresh, titles[1], test.fresh),
    )
    yield (
        "accuracy of fresh, logistic regression on everything",
        _accuracy(model, x, train.fresh, x_test, test.fresh),
    )
    yield "R² of rating, ridge on everything", Ridge(10).fit(x, train.rating).score(x_test, test.rating)
    # the two targets know each other: neither may be an input of the other
    yield (
        "accuracy of fresh, if rating were an input",
        max(float(np.mean((test.rating >= bar) == test.fresh)) for bar in np.arange(5, 7, 0.1)),
    )


def reviews() -> Scores:
    """Accuracy of the sign of the score where it is beyond ±0.5; R² of the score, all sentences."""
    table = pd.read_csv(DATA / "reviews/reviews.csv.gz")
    clear = table[table.score.abs() > 0.5]
    train, test = _split(clear)
    yield "accuracy, majority class", _majority(train.score > 0, test.score > 0)
    for name, words in (("words", (1, 1)), ("words and pairs", (1, 2))):
        bag = CountVectorizer(ngram_range=words, min_df=2, binary=True)
        x, x_test = bag.fit_transform(train.text), bag.transform(test.text)
        model = LogisticRegression(C=0.3, max_iter=1000)
        yield (
            f"accuracy, logistic regression on {name}",
            _accuracy(model, x, train.score > 0, x_test, test.score > 0),
        )
    train, test = _split(table)
    bag = CountVectorizer(min_df=2, binary=True)
    x, x_test = bag.fit_transform(train.text), bag.transform(test.text)
    yield "R², ridge on words", Ridge(10).fit(x, train.score).score(x_test, test.score)


def definitions() -> Scores:
    """Accuracy of part of speech and field; for the nouns also R² of depth and accuracy of `named`."""
    folder = DATA / "definitions"
    for name, targets in (
        ("definitions", ["part_of_speech", "field"]),
        ("nouns", ["field", "named"]),
    ):
        table = pd.read_csv(folder / f"{name}.csv.gz")
        train, test = _split(table)
        bag = CountVectorizer(min_df=2, binary=True)
        x, x_test = bag.fit_transform(train.definition), bag.transform(test.definition)
        for target in targets:
            yield f"accuracy of {target} in {name}, majority class", _majority(train[target], test[target])
            model = LogisticRegression(max_iter=500)
            yield (
                f"accuracy of {target} in {name}, logistic regression on words",
                _accuracy(model, x, train[target], x_test, test[target]),
            )
    yield "R² of depth in nouns, ridge on words", Ridge(10).fit(x, train.depth).score(x_test, test.depth)
    missed = np.abs(test.depth - Ridge(10).fit(x, train.depth).predict(x_test)).mean()
    yield "mean absolute error of depth in nouns, ridge on words", missed
    yield "mean absolute error of depth in nouns, mean", np.abs(test.depth - train.depth.mean()).mean()


def patches() -> Scores:
    """Accuracy of the photograph that a patch is from."""
    with np.load(DATA / "patches/patches.npz") as arrays:
        x = arrays["images"].reshape(len(arrays["images"]), -1) / 255
        x, x_test, y, y_test = _split(x, arrays["labels"])
    yield "accuracy, majority class", _majority(y, y_test)
    models = {
        "logistic regression on pixels": LogisticRegression(C=0.01, max_iter=300),
        "random forest on pixels": RandomForestClassifier(200, n_jobs=1, random_state=SEED),
    }
    for name, model in models.items():
        yield f"accuracy, {name}", _accuracy(model, x, y, x_test, y_test)
    colour = [array.reshape(len(array), -1, 3).mean(axis=1) for array in (x, x_test)]
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
    yield "accuracy, logistic regression on mean colour", _accuracy(model, colour[0], y, colour[1], y_test)


def weather() -> Scores:
    """Mean absolute error in °F of the temperature at JFK in six hours; tested on the last fifth."""
    table = pd.read_csv(DATA / "weather/weather.csv.gz", parse_dates=["time"])
    hours = table[table.airport == "JFK"].set_index("time").asfreq("h")
    columns = ["temperature", "dew_point", "humidity", "wind_speed", "precipitation", "visibility"]
    hours = hours[columns].ffill()
    past = [hours[column].shift(lag).rename(f"{column} {lag}") for column in columns for lag in range(24)]
    later = hours.temperature.shift(-6).rename("later")
    frame = pd.concat([*past, later], axis=1).dropna()
    cut = int(0.8 * len(frame))
    train, test = frame[:cut], frame[cut:]
    yield "mean temperature", np.abs(test.later - train.later.mean()).mean()
    yield "temperature stays as it is", np.abs(test.later - test["temperature 0"]).mean()
    yield "temperature of a day before that hour", np.abs(test.later - test["temperature 18"]).mean()
    model = make_pipeline(StandardScaler(), Ridge(10)).fit(train.drop(columns="later"), train.later)
    yield (
        "ridge on 24 hours of six columns",
        np.abs(test.later - model.predict(test.drop(columns="later"))).mean(),
    )


def tickets() -> Scores:
    """Accuracy of the three labels: the rule that made them, and logistic regression on bags of words."""
    from tickets import ROWS, SEED, tickets

    table = pd.read_csv(DATA / "tickets/tickets.csv.gz")
    right, shipped = (pd.DataFrame(rows) for rows in zip(*tickets(ROWS, SEED), strict=True))
    if not shipped.equals(table):
        raise SystemExit("tickets.csv.gz is not what tickets.py makes: run the maker first.")
    train, test = _split(table)
    bags = {
        "title": CountVectorizer(binary=True),
        "body": CountVectorizer(binary=True),
        "tags": CountVectorizer(token_pattern=r"[^|]+", binary=True),
    }
    x = {name: (bag.fit_transform(train[name]), bag.transform(test[name])) for name, bag in bags.items()}
    for label in ("priority", "department", "difficulty"):
        yield f"{label}, best reachable", float(np.mean(right[label][test.index] == test[label]))
        yield f"{label}, majority class", _majority(train[label], test[label])
        for inputs in (["title"], ["body"], ["tags"], ["title", "body"], ["title", "body", "tags"]):
            known, unknown = (hstack([x[name][part] for name in inputs]).tocsr() for part in (0, 1))
            model = LogisticRegression(C=0.5, max_iter=500)
            score = _accuracy(model, known, train[label], unknown, test[label])
            yield f"{label}, {' + '.join(inputs)}", score


def stories() -> Scores:
    """Accuracy of the answer."""
    table = pd.read_csv(DATA / "stories/stories.csv.gz")
    train, test = _split(table)
    yield "majority class", _majority(train.answer, test.answer)
    rooms = "|".join(sorted(set(table.answer)))
    yield "last room of the story", float(np.mean(test.story.str.findall(rooms).str[-1] == test.answer))
    bags = {"story": CountVectorizer(), "question": CountVectorizer()}
    x = {name: (bag.fit_transform(train[name]), bag.transform(test[name])) for name, bag in bags.items()}
    for inputs in (["question"], ["story"], ["story", "question"]):
        known, unknown = (hstack([x[name][part] for name in inputs]).tocsr() for part in (0, 1))
        score = _accuracy(LogisticRegression(max_iter=500), known, train.answer, unknown, test.answer)
        yield f"logistic regression on words of {' + '.join(inputs)}", score
    # each kind of question with a bag of its own, so that a word of the story may mean another thing for each
    hits = 0
    for question, asked in test.groupby("question"):
        same = (train.question == question).to_numpy()
        model = LogisticRegression(max_iter=500)
        known, unknown = x["story"][0][same], x["story"][1][(test.question == question).to_numpy()]
        hits += _accuracy(model, known, train.answer[same], unknown, asked.answer) * len(asked)
    yield "the same with a model for each question", hits / len(test)


BASELINES: dict[str, Callable[[], Scores]] = {
    measure.__name__: measure
    for measure in (
        fashion_mnist,
        diamonds,
        california,
        films,
        reviews,
        definitions,
        patches,
        weather,
        tickets,
        stories,
    )
}


def main(names: list[str]) -> int:
    """Measure the sets named, or all; return the exit status."""
    unknown = [name for name in names if name not in BASELINES]
    if unknown:
        print(f"No baselines for {', '.join(unknown)}; there are {', '.join(BASELINES)}.", file=sys.stderr)
        return 2
    for name in names or BASELINES:
        print(f"{name}: {' '.join(BASELINES[name].__doc__.split())}")
        for what, score in BASELINES[name]():
            print(f"  {score:10.3f}  {what}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
