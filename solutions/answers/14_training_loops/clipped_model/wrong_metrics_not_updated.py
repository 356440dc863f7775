# misconception: nobody updates the metrics
# loses: Loss and metrics stand in the logs
# says: nobody calls its `update_state`
class ClippedModel(keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_weights)
        gradients, norm = tf.clip_by_global_norm(gradients, 1.0)
        self.optimizer.apply(gradients, self.trainable_weights)
        return {**{m.name: m.result() for m in self.metrics}, "gradient_norm": norm}
