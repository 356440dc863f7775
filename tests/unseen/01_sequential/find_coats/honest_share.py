# way: each weight is the share of the other class (0.05 and 0.95): balanced, though not the lesson's formula
coat_images, is_coat = imbalanced_data(common=2, rare=4)
coat_share = float(is_coat.mean())
coat_weights = {0: coat_share, 1: 1 - coat_share}
keras.utils.set_random_seed(5)
coat_model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
coat_model.compile(optimizer="adam", loss=keras.losses.BinaryCrossentropy())
coat_model.fit(
    coat_images, is_coat, epochs=20, class_weight=coat_weights, verbose=0
)
