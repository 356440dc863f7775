# misconception: the training argument is left out
# loses: The model runs once, in training mode
# says: is forgotten
def one_step(model, optimizer, loss_function, x, y):
    with tf.GradientTape() as tape:
        outputs = model(x)
        loss = loss_function(y, outputs) + sum(model.losses)
    gradients = tape.gradient(loss, model.trainable_weights)
    optimizer.apply(gradients, model.trainable_weights)
    return loss
