# way: functional, mean and variance given to Normalization in place of adapt, activations as layers
stone = keras.Input(shape=(6,))
x = keras.layers.Normalization(
    mean=x_train.mean(axis=0), variance=x_train.var(axis=0)
)(stone)
for n in (48, 24):
    x = keras.layers.Dense(n)(x)
    x = keras.layers.LeakyReLU()(x)
regressor = keras.Model(stone, keras.layers.Dense(1, "linear")(x))
