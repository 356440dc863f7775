# misconception: the join, a layer of one's own, takes both paths and passes one of them on
# loses: A wide and a deep path meet
# says: use each of the tensors
import tensorflow as tf


class Join(keras.layers.Layer):
    def call(self, wide, deep):
        return tf.concat([deep, deep], axis=-1)


block_normalization = keras.layers.Normalization()
block_normalization.adapt(blocks_train)
block = keras.Input(shape=(8,))
wide = block_normalization(block)
deep = keras.layers.Dense(32, activation="relu")(wide)
deep = keras.layers.Dense(16, activation="relu")(deep)
high_value = keras.layers.Dense(1, activation="sigmoid")(Join()(wide, deep))
wide_and_deep_blocks = keras.Model(inputs=block, outputs=high_value)
