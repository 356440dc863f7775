# style: one tape over all parts
def accumulated_step(model, optimizer, loss_function, parts):
    rows = sum(x.shape[0] for x, y in parts)
    with tf.GradientTape() as tape:
        loss = 0.0
        for x, y in parts:
            loss += x.shape[0] / rows * loss_function(y, model(x, training=True))
        for own in model.losses:
            loss += own
    optimizer.apply(tape.gradient(loss, model.trainable_weights), model.trainable_weights)
    return loss
