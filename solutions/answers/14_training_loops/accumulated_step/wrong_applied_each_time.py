# misconception: every part is applied for itself
# loses: One update for all parts; Parts of one size are averaged
# says: for itself
def accumulated_step(model, optimizer, loss_function, parts):
    for x, y in parts:
        with tf.GradientTape() as tape:
            outputs = model(x, training=True)
            loss = loss_function(y, outputs) + sum(model.losses)
        gradients = tape.gradient(loss, model.trainable_weights)
        optimizer.apply(gradients, model.trainable_weights)
