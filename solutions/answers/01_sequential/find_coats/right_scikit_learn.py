# style: weights from scikit-learn, given as sample weights
from sklearn.utils.class_weight import compute_class_weight

coat_images, is_coat = imbalanced_data(common=2, rare=4)
weights = compute_class_weight("balanced", classes=np.array([0.0, 1.0]), y=is_coat)
coat_weights = dict(zip([0, 1], weights))
pictures = keras.Input((28, 28))
hidden = keras.layers.Dense(40, activation="relu")(keras.layers.Flatten()(pictures))
coat_model = keras.Model(pictures, keras.layers.Dense(1, activation="sigmoid")(hidden))
coat_model.compile("adam", keras.losses.BinaryCrossentropy())
coat_model.fit(coat_images, is_coat, sample_weight=weights[is_coat.astype(int)], epochs=12, verbose=0)
