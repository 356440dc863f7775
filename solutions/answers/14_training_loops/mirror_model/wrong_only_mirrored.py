# misconception: only the mirror image is looked at
# loses: predict gives the mean over both pictures
# says: Only the mirror image
class MirrorModel(keras.Model):
    def both(self, x):
        mirrored = keras.ops.flip(x, axis=2)
        return self(mirrored, training=False)

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
