# way: deep path is a Sequential on self, joined with tf.concat, the input stands first
class WideAndDeep(keras.Model):
    """A wide and a deep path."""

    def __init__(self, n1, n2, **kw):
        super().__init__(**kw)
        self.deep = keras.Sequential(
            [keras.layers.Dense(n, activation=tf.nn.relu) for n in (n1, n2)]
        )
        self.last = keras.layers.Dense(units=1)

    def call(self, batch, training=None):
        both = tf.concat([batch, self.deep(batch)], axis=1)
        return self.last(both)
