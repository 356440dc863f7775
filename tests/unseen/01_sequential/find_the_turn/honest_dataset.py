# way: a functional model with logits, trained from tf.data datasets; best_epoch by list.index
picture_in = keras.Input(shape=(28, 28))
x = keras.layers.Flatten()(picture_in)
x = keras.layers.Dense(100, activation="relu")(x)
scores_out = keras.layers.Dense(10)(x)
turning_model = keras.Model(picture_in, scores_out)
turning_model.compile(
    optimizer=keras.optimizers.Adam(0.005),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
train_ds = tf.data.Dataset.from_tensor_slices((x_train[:500], y_train[:500]))
valid_ds = tf.data.Dataset.from_tensor_slices((x_valid, y_valid)).batch(250)
turning_history = turning_model.fit(
    train_ds.shuffle(500, seed=7).batch(50),
    validation_data=valid_ds,
    epochs=30,
    verbose=0,
)
val = turning_history.history["val_loss"]
best_epoch = val.index(min(val)) + 1
