# misconception: normalisation adapted on features that a scaler had scaled
# loses: Normalisation has learned from training rows alone
# says: scaled already
scale = keras.layers.Normalization()
scale.adapt(StandardScaler().fit_transform(train_x))
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
)
