# style: a subclass with arguments
class WithinBudget(keras.Model):
    def __init__(self, width):
        super().__init__()
        self.words = keras.layers.Embedding(3000, width)
        self.mean = keras.layers.GlobalAveragePooling1D()
        self.output_layer = keras.layers.Dense(12, activation="softmax")

    def call(self, rows):
        return self.output_layer(self.mean(self.words(rows)))


def build_within(budget):
    model = WithinBudget(width=int((budget - 12) / 3012))
    model(np.zeros((1, 24), "int32"))
    model.compile(optimizer="sgd", loss=keras.losses.sparse_categorical_crossentropy)
    return model
