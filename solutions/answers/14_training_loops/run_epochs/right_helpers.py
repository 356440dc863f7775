# style: two inner functions, tensors in the lists
def run_epochs(model, optimizer, loss_function, metric, train_batches, valid_batches, epochs):
    def loss_of(x, y, training):
        outputs = model(x, training=training)
        return loss_function(y, outputs) + sum(model.losses), outputs

    def train(x, y):
        with tf.GradientTape() as tape:
            loss, outputs = loss_of(x, y, True)
        grads = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(grads, model.trainable_variables))
        return loss, outputs

    losses, scores, val_losses, val_scores = [], [], [], []
    for _ in range(epochs):
        metric.reset_state()
        seen = []
        for x, y in train_batches:
            loss, outputs = train(x, y)
            seen += [loss] * len(y)
            metric.update_state(y, outputs)
        losses.append(tf.reduce_mean(seen))
        scores.append(metric.result())
        metric.reset_state()
        seen = []
        for x, y in valid_batches:
            loss, outputs = loss_of(x, y, False)
            seen += [loss] * len(y)
            metric.update_state(y, outputs)
        val_losses.append(tf.reduce_mean(seen))
        val_scores.append(metric.result())
    return dict(loss=losses, metric=scores, val_loss=val_losses, val_metric=val_scores)
