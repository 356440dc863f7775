import keras
import pytest
from keras import layers

from graders.evidence import Architecture
from graders.vocabulary.models import linear_layer


def _model(*stack):
    return Architecture(keras.Sequential([keras.Input((4,)), *stack]))


@pytest.mark.parametrize(
    "stack",
    [
        lambda: (layers.Dense(3), layers.Dense(1)),
        lambda: (layers.Dense(3, activation="relu"), layers.Dense(1), layers.Dense(1)),
        lambda: (layers.Dense(3), layers.Dropout(0.1), layers.Dense(1, activation="sigmoid")),
        lambda: (layers.Dense(3), layers.Reshape((3, 1)), layers.Flatten(), layers.Dense(1)),
    ],
)
def test_two_layers_without_a_bend_between_them_are_found(stack):
    assert "Dense" in linear_layer(_model(*stack()))


@pytest.mark.parametrize(
    "stack",
    [
        lambda: (layers.Dense(1),),
        lambda: (layers.Dense(3, activation="relu"), layers.Dense(1)),
        lambda: (layers.Dense(3), layers.ReLU(), layers.Dense(1)),
        lambda: (layers.Dense(3), layers.Dropout(0.1), layers.LeakyReLU(), layers.Dense(1)),
        lambda: (layers.Dense(3), layers.PReLU(), layers.Dense(1)),
        lambda: (layers.Dense(3), layers.BatchNormalization(), layers.Activation("tanh"), layers.Dense(1)),
        lambda: (layers.Dense(3), layers.Lambda(lambda x: x * x, output_shape=(3,)), layers.Dense(1)),
    ],
)
def test_whatever_may_bend_is_left_alone(stack):
    assert linear_layer(_model(*stack())) == ""


def test_a_layer_that_is_joined_with_others_is_left_alone():
    one, other = keras.Input((4,)), keras.Input((4,))
    both = layers.Concatenate()([layers.Dense(2)(one), other])
    assert linear_layer(Architecture(keras.Model([one, other], layers.Dense(1)(both)))) == ""


def test_operations_bend_too():
    start = keras.Input((4,))
    hidden = keras.ops.relu(layers.Dense(3)(start))
    assert linear_layer(Architecture(keras.Model(start, layers.Dense(1)(hidden)))) == ""
