# style: with keras.ops, so a tensor comes out
negative = keras.ops.subtract(255.0, keras.ops.cast(picture, "float32"))
