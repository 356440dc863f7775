# misconception: binary cross-entropy on logits without saying so
# loses: Each output layer fits its question; Losses and metrics by output
# says: takes logits for probabilities
page = keras.Input((16,))
x = keras.layers.Embedding(3000, 16)(page)
x = keras.layers.Conv1D(32, 3, activation="relu")(x)
x = keras.layers.GlobalMaxPooling1D()(x)
film_card = keras.Model(
    page,
    {
        "rating": keras.layers.Dense(1, name="rating")(x),
        "decade": keras.layers.Dense(8, activation="softmax", name="decade")(x),
        "fresh": keras.layers.Dense(1, name="fresh")(x),
    },
)
film_card.compile(
    optimizer="adam",
    loss={"rating": "mse", "decade": "sparse_categorical_crossentropy", "fresh": "binary_crossentropy"},
    loss_weights={"rating": 0.026, "decade": 0.48, "fresh": 1.44},
    metrics={"rating": ["mae"], "decade": ["accuracy"], "fresh": ["accuracy"]},
)
