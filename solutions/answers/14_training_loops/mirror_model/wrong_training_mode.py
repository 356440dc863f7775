# misconception: both steps in training mode
# loses: Both run in inference mode
# says: training=False
class MirrorModel(keras.Model):
    def both(self, x):
        mirrored = keras.ops.flip(x, axis=2)
        return (self(x, training=True) + self(mirrored, training=True)) / 2

    def predict_step(self, data):
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        return self.both(x)

    def test_step(self, data):
        x, y = data
        y_pred = self.both(x)
        loss = self.compute_loss(x=x, y=y, y_pred=y_pred, training=False)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {metric.name: metric.result() for metric in self.metrics}
