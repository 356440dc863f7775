# misconception: each weight clipped by its own norm
# loses: A long gradient is cut to the global norm 1
# says: Each weight is clipped for itself
class ClippedModel(keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_weights)
        norm = tf.linalg.global_norm(gradients)
        gradients = [tf.clip_by_norm(g, 1.0) for g in gradients]
        self.optimizer.apply(gradients, self.trainable_weights)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {**{m.name: m.result() for m in self.metrics}, "gradient_norm": norm}
