# misconception: a new optimizer in each step, whose state is lost
# loses: All trainable weights take the step
# says: state is lost
def one_step(model, optimizer, loss_function, x, y):
    with tf.GradientTape() as tape:
        outputs = model(x, training=True)
        loss = loss_function(y, outputs) + sum(model.losses)
    gradients = tape.gradient(loss, model.trainable_weights)
    optimizer = type(optimizer).from_config(optimizer.get_config())
    optimizer.apply(gradients, model.trainable_weights)
    return loss
