# misconception: layers created inside `call`
# loses: Keras finds all its layers; A wide and a deep path meet in one linear unit; The arguments set the widths
# says: made inside `call`
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.widths = first, second

    def call(self, x):
        deep = x
        for width in self.widths:
            deep = keras.layers.Dense(width, activation="relu")(deep)
        joined = keras.layers.Concatenate()([x, deep])
        return keras.layers.Dense(1)(joined)
