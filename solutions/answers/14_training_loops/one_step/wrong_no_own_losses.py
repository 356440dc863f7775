# misconception: regularization and add_loss are left out
# loses: The model's own losses count
# says: left out; model.losses
def one_step(model, optimizer, loss_function, x, y):
    with tf.GradientTape() as tape:
        outputs = model(x, training=True)
        loss = loss_function(y, outputs)
    gradients = tape.gradient(loss, model.trainable_weights)
    optimizer.apply(gradients, model.trainable_weights)
    return loss
