# style: mirrored by reversing the axis with tf.reverse, the mean by a layer
class MirrorModel(keras.Model):
    def use(self, x):
        outputs = [self(side, training=False) for side in (x, tf.reverse(x, axis=[2]))]
        return sum(outputs) / len(outputs)

    def predict_step(self, data):
        x, *_ = keras.utils.unpack_x_y_sample_weight(data)
        return self.use(x)

    def test_step(self, data):
        x, y = data
        y_pred = self.use(x)
        loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        logs = {}
        for metric in self.metrics:
            given = (loss,) if metric.name == "loss" else (y, y_pred)
            metric.update_state(*given)
            logs[metric.name] = metric.result()
        return logs
