# style: the optimizer is built first, the gradients are handed over alone
def one_step(model, optimizer, loss_function, x, y):
    optimizer.build(model.trainable_variables)
    with tf.GradientTape() as tape:
        loss = loss_function(y, model(x, training=True))
        if model.losses:
            loss += keras.ops.sum(keras.ops.stack(model.losses))
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    return loss.numpy()
