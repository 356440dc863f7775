# style: a metric of its own for the norm, kept as a mean over the epoch
class ClippedModel(keras.Model):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.norm_tracker = keras.metrics.Mean(name="gradient_norm")

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_variables)
        norm = tf.linalg.global_norm(gradients)
        clipped, _ = tf.clip_by_global_norm(gradients, 1.0, use_norm=norm)
        self.optimizer.apply_gradients(zip(clipped, self.trainable_variables))
        self.norm_tracker.update_state(norm)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            elif metric.name != "gradient_norm":
                metric.update_state(y, y_pred)
        return {metric.name: metric.result() for metric in self.metrics}
