# way: a Keras Normalization layer makes the numbers, by np.asarray of its outputs
my_layer = keras.layers.Normalization(axis=-1)
my_layer.adapt(x_train)
train_scaled = np.asarray(my_layer(x_train))
valid_scaled = np.asarray(my_layer(x_valid))
test_scaled = np.asarray(my_layer(x_test))
