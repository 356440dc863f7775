# style: weights 1 and 19, sigmoid as a layer
coat_images, is_coat = imbalanced_data(common=2, rare=4)
coat_weights = {0: 1, 1: 19}
coat_model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(1),
        keras.layers.Activation("sigmoid"),
    ]
)
coat_model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
coat_model.fit(coat_images, is_coat, epochs=20, batch_size=50, class_weight=coat_weights, verbose=0)
