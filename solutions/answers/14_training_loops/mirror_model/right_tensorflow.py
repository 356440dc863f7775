# style: tf functions, one method that both steps write out
class MirrorModel(keras.Model):
    def predict_step(self, data):
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        return 0.5 * (self(x, training=False) + self(tf.image.flip_left_right(x), training=False))

    def test_step(self, data):
        x, y, weight = keras.utils.unpack_x_y_sample_weight(data)
        y_pred = self.predict_step((x,))
        loss = self.compute_loss(y=y, y_pred=y_pred, sample_weight=weight)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss, sample_weight=tf.shape(x)[0])
            else:
                metric.update_state(y, y_pred)
        return {metric.name: metric.result() for metric in self.metrics}
