# misconception: the weights of every layer, the frozen ones too
# loses: What is frozen stays
# says: frozen layer; trainable_weights
def one_step(model, optimizer, loss_function, x, y):
    for layer in model.layers:
        layer.trainable = True
    with tf.GradientTape() as tape:
        outputs = model(x, training=True)
        loss = loss_function(y, outputs) + sum(model.losses)
    gradients = tape.gradient(loss, model.trainable_weights)
    optimizer.apply(gradients, model.trainable_weights)
    return loss
