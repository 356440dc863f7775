# style: a Normalization layer, tensors out
norm = keras.layers.Normalization()
norm.adapt(x_train)
train_scaled, valid_scaled, test_scaled = norm(x_train), norm(x_valid), norm(x_test)
