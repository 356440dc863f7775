# style: sums in plain Python instead of a metric for the loss
def run_epochs(model, optimizer, loss_function, metric, train_batches, valid_batches, epochs):
    history = {key: [] for key in ("loss", "metric", "val_loss", "val_metric")}
    for epoch in range(epochs):
        for prefix, batches in (("", train_batches), ("val_", valid_batches)):
            metric.reset_state()
            total, rows = 0.0, 0
            for x, y in batches:
                with tf.GradientTape() as tape:
                    y_pred = model(x, training=prefix == "")
                    loss = loss_function(y, y_pred) + sum(model.losses)
                if prefix == "":
                    weights = model.trainable_weights
                    optimizer.apply(tape.gradient(loss, weights), weights)
                total += float(loss) * len(x)
                rows += len(x)
                metric.update_state(y, y_pred)
            history[prefix + "loss"].append(total / rows)
            history[prefix + "metric"].append(float(metric.result()))
    return history
