# style: mirrored by a slice, one call for both pictures
class MirrorModel(keras.Model):
    def twice(self, x):
        outputs = self(keras.ops.concatenate([x, x[:, :, ::-1]]), training=False)
        first, second = keras.ops.split(outputs, 2)
        return keras.ops.mean(keras.ops.stack([first, second]), axis=0)

    def predict_step(self, data):
        return self.twice(data[0] if isinstance(data, tuple) else data)

    def test_step(self, data):
        x, y = data
        y_pred = self.twice(x)
        loss = self.compute_loss(x, y, y_pred)
        self.metrics[0].update_state(loss, sample_weight=keras.ops.shape(x)[0])
        return self.compute_metrics(x, y, y_pred)
