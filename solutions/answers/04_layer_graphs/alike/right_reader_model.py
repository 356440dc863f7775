# style: a model as the reader, a dict of inputs, Subtract layer, expand_dims
reader = keras.Sequential([keras.Input((14,)), keras.layers.Embedding(4000, 24), keras.layers.LSTM(24)])
ends = {side: keras.Input((14,), name=side) for side in ["left", "right"]}
gap = keras.layers.Subtract()([reader(ends["left"]), reader(ends["right"])])
total = keras.ops.expand_dims(keras.ops.sum(keras.ops.absolute(gap), axis=1), 1)
alike = keras.Model(ends, keras.ops.exp(keras.ops.negative(total)))
