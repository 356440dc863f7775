# style: a class with TensorFlow's sum in its `call`
import tensorflow as tf


class Rounds(keras.Model):
    def __init__(self):
        super().__init__()
        self.again = keras.layers.Dense(6, activation=tf.nn.tanh)
        self.out = keras.layers.Dense(1)

    def call(self, x):
        state = self.again(x)
        for _ in range(2):
            state = self.again(tf.add(x, state))
        return self.out(state)


drawable = np.array(["stack", "skip", "twins", "ladder"])
rounds = Rounds()
rounds.build((None, 6))
