# misconception: the model's own losses are left out
# loses: Own losses count in training and validation
# says: left out
def run_epochs(model, optimizer, loss_function, metric, train_batches, valid_batches, epochs):
    history = {"loss": [], "metric": [], "val_loss": [], "val_metric": []}
    mean = keras.metrics.Mean()
    for _ in range(epochs):
        mean.reset_state()
        metric.reset_state()
        for x, y in train_batches:
            with tf.GradientTape() as tape:
                outputs = model(x, training=True)
                loss = loss_function(y, outputs)
            gradients = tape.gradient(loss, model.trainable_weights)
            optimizer.apply(gradients, model.trainable_weights)
            mean.update_state(loss, sample_weight=len(x))
            metric.update_state(y, outputs)
        history["loss"].append(float(mean.result()))
        history["metric"].append(float(metric.result()))
        mean.reset_state()
        metric.reset_state()
        for x, y in valid_batches:
            outputs = model(x, training=False)
            loss = loss_function(y, outputs)
            mean.update_state(loss, sample_weight=len(x))
            metric.update_state(y, outputs)
        history["val_loss"].append(float(mean.result()))
        history["val_metric"].append(float(metric.result()))
    return history
