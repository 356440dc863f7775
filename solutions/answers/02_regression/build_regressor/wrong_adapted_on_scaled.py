# misconception: normalization adapted on features that a scaler had scaled
# loses: Normalization has learned from training rows alone
# says: scaled already
scale = keras.layers.Normalization()
scale.adapt(StandardScaler().fit_transform(x_train))
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
)
