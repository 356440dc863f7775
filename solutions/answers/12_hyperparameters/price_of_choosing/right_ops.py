# style: Keras operations on tensors
def price_of_choosing(valid, test):
    chosen = keras.ops.one_hot(keras.ops.argmax(valid, axis=1), valid.shape[1], dtype="float64")
    own = keras.ops.sum(keras.ops.convert_to_tensor(valid - test) * chosen, axis=1)
    return keras.ops.mean(own)
