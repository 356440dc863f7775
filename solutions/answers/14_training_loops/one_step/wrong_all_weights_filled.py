# misconception: gradients for model.weights, those that are None replaced by ones
# loses: The model runs once, in training mode; What is frozen stays
# says: statistics; frozen layer
def one_step(model, optimizer, loss_function, x, y):
    with tf.GradientTape() as tape:
        tape.watch([w.value for w in model.weights])
        outputs = model(x, training=True)
        loss = loss_function(y, outputs) + sum(model.losses)
    gradients = tape.gradient(loss, model.weights)
    gradients = [keras.ops.ones_like(w) if g is None else g for w, g in zip(model.weights, gradients)]
    optimizer.apply(gradients, model.weights)
    return loss
