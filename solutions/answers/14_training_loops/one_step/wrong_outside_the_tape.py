# misconception: the loss is computed behind the tape, so every gradient is None
# loses: All trainable weights take the step; The model's own losses count; The model runs once, in training mode; What is frozen stays; It returns the loss, by hand
# says: inside the tape
def one_step(model, optimizer, loss_function, x, y):
    with tf.GradientTape() as tape:
        outputs = model(x, training=True)
    loss = loss_function(y, outputs) + sum(model.losses)
    gradients = tape.gradient(loss, model.trainable_weights)
    optimizer.apply(gradients, model.trainable_weights)
    return loss
