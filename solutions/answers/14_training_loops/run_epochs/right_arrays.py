# style: NumPy averages with weights, arrays in the dict
def run_epochs(model, optimizer, loss_function, metric, train_batches, valid_batches, epochs):
    rows = []
    for _ in range(epochs):
        metric.reset_state()
        losses, val_losses = [], []
        for x, y in train_batches:
            with tf.GradientTape() as tape:
                outputs = model(x, training=True)
                loss = loss_function(y, outputs)
                for extra in model.losses:
                    loss += extra
            optimizer.apply(tape.gradient(loss, model.trainable_weights), model.trainable_weights)
            metric.update_state(y, outputs)
            losses.append(loss.numpy())
        score = metric.result().numpy()
        metric.reset_state()
        for x, y in valid_batches:
            outputs = model(x)
            val_losses.append((loss_function(y, outputs) + sum(model.losses)).numpy())
            metric.update_state(y, outputs)
        sizes = [len(x) for x, _ in train_batches]
        val_sizes = [len(x) for x, _ in valid_batches]
        rows.append(
            (
                np.average(losses, weights=sizes),
                score,
                np.average(val_losses, weights=val_sizes),
                metric.result().numpy(),
            )
        )
    return dict(zip(("loss", "metric", "val_loss", "val_metric"), np.array(rows).T))
