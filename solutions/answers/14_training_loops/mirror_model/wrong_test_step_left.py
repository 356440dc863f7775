# misconception: only predict looks at mirror images
# loses: evaluate judges the mean outputs
# says: pictures alone
class MirrorModel(keras.Model):
    def both(self, x):
        mirrored = keras.ops.flip(x, axis=2)
        return (self(x, training=False) + self(mirrored, training=False)) / 2

    def predict_step(self, data):
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        return self.both(x)
