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
from sklearn.compose import make_column_transformer
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)
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


BASELINES: dict[str, Callable[[], Scores]] = {
    measure.__name__: measure for measure in (fashion_mnist, diamonds, california)
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
