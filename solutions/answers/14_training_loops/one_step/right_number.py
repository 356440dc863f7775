# style: returns a Python number, adds the own losses in a loop
def one_step(model, optimizer, loss_function, x, y):
    x, y = tf.convert_to_tensor(x), tf.convert_to_tensor(y)
    with tf.GradientTape() as tape:
        loss = loss_function(y, model(x, training=True))
        for own in model.losses:
            loss = loss + own
    weights = model.trainable_weights
    optimizer.apply(tape.gradient(loss, weights), weights)
    return float(loss)
