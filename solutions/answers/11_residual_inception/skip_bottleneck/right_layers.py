# style: Add as a layer, activations as layers of their own, the ReLU behind the sum
inputs = keras.Input(shape=(48,))
before = keras.layers.ReLU()(keras.layers.Dense(32)(inputs))
behind = keras.layers.Dense(32)(keras.layers.ReLU()(keras.layers.Dense(2)(before)))
both = keras.layers.ReLU()(keras.layers.Add()([before, behind]))
freed = keras.Model(inputs, keras.layers.Softmax()(keras.layers.Dense(8)(both)))
