# style: the norm worked out by hand, scaled where it is too long
class ClippedModel(keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_weights)
        norm = tf.sqrt(sum(tf.reduce_sum(g**2) for g in gradients))
        factor = 1.0 / tf.maximum(norm, 1.0)
        gradients = [g * factor for g in gradients]
        self.optimizer.apply(gradients, self.trainable_weights)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {**{m.name: m.result() for m in self.metrics}, "gradient_norm": norm}
