# style: a Normalization layer, tensors out
norm = keras.layers.Normalization()
norm.adapt(train_x)
train_scaled, valid_scaled, test_scaled = norm(train_x), norm(valid_x), norm(test_x)
