# misconception: two units with softmax for a yes-or-no question
# loses: One probability, made by sigmoid
# says: one number
coat_images, is_coat = imbalanced_data(common=2, rare=4)
coat_weights = {0: 1000 / (2 * 950), 1: 1000 / (2 * 50)}
coat_model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(2, activation="softmax"),
    ]
)
coat_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
coat_model.fit(coat_images, is_coat, epochs=12, batch_size=50, class_weight=coat_weights, verbose=0)
