# misconception: the mirror image is built into call, so training sees it, too
# loses: fit trains on the pictures as they are
# says: only using the model is different
class MirrorModel(keras.Model):
    def call(self, x, training=False):
        one = super().call(x, training=training)
        other = super().call(keras.ops.flip(x, axis=2), training=training)
        return (one + other) / 2
