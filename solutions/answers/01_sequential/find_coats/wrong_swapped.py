# misconception: the weights swapped
# loses: Coats and pullovers have an equal say; Finds coats, and leaves pullovers alone
# says: swapped
coat_images, is_coat = imbalanced_data(common=2, rare=4)
coat_weights = {0: 1000 / (2 * 50), 1: 1000 / (2 * 950)}
coat_model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
coat_model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
coat_model.fit(coat_images, is_coat, epochs=12, batch_size=50, class_weight=coat_weights, verbose=0)
