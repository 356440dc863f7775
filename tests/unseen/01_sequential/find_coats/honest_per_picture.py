# way: weights by bincount; they reach fit as one sample weight for each picture; a separate Activation layer makes the sigmoid
coat_images, is_coat = imbalanced_data(common=2, rare=4)
counts = np.bincount(is_coat.astype(int))
coat_weights = dict(enumerate(len(is_coat) / (2 * counts)))
per_picture = np.array([coat_weights[int(answer)] for answer in is_coat])
keras.utils.set_random_seed(1)
inp = keras.Input((28, 28))
x = keras.layers.Reshape((28 * 28,))(inp)
x = keras.layers.Dense(50, activation="relu")(x)
x = keras.layers.Dense(1)(x)
coat_model = keras.Model(inp, keras.layers.Activation("sigmoid")(x))
coat_model.compile("adam", "binary_crossentropy")
coat_model.fit(
    coat_images, is_coat, epochs=15, sample_weight=per_picture, verbose=0
)
