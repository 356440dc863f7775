# style: a list of layers and a loop; TensorFlow's function to join
class WideAndDeep(keras.Model):
    def __init__(self, first, second, **options):
        super().__init__(**options)
        self.tower = [keras.layers.Dense(width) for width in (first, second)]
        self.output_layer = keras.layers.Dense(1)

    def call(self, x, training=None):
        deep = x
        for layer in self.tower:
            deep = tf.nn.relu(layer(deep))
        return self.output_layer(tf.concat([x, deep], axis=1))
