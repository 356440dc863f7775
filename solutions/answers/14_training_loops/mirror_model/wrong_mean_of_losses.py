# misconception: the mean of two losses, not the loss of the mean
# loses: evaluate judges the mean outputs
# says: mean of two losses
class MirrorModel(keras.Model):
    def both(self, x):
        mirrored = keras.ops.flip(x, axis=2)
        return (self(x, training=False) + self(mirrored, training=False)) / 2

    def predict_step(self, data):
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        return self.both(x)

    def test_step(self, data):
        x, y = data
        y_pred = self.both(x)
        one = self.compute_loss(y=y, y_pred=self(x, training=False))
        other = self.compute_loss(y=y, y_pred=self(keras.ops.flip(x, axis=2), training=False))
        loss = (one + other) / 2
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {metric.name: metric.result() for metric in self.metrics}
