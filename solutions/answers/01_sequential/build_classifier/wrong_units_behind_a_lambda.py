# misconception: a round number of units in place of one that is worked out
# loses: Exactly 47,710 parameters
# says: as a formula with the number of hidden units in it
import tensorflow as tf

small_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Lambda(lambda picture: picture * 1.0),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation=tf.nn.relu, name="hidden"),
        keras.layers.Dense(10, activation=tf.nn.softmax),
    ],
    name="wardrobe",
)
