# style: the price as a regularizer of the weight, which Keras adds to the losses
class FeatureGates(keras.layers.Layer):
    def __init__(self, strength, **options):
        super().__init__(**options)
        self.strength = strength

    def build(self, input_shape):
        self.gates = self.add_weight(
            shape=input_shape[-1:],
            initializer=keras.initializers.Constant(1.0),
            regularizer=keras.regularizers.L1(self.strength),
        )

    def call(self, inputs):
        return keras.ops.multiply(inputs, self.gates)
