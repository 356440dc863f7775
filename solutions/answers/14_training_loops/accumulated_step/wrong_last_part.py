# misconception: the gradients are overwritten, so the last part alone counts
# loses: Parts of one size are averaged
# says: last part
def accumulated_step(model, optimizer, loss_function, parts):
    rows = sum(len(x) for x, _ in parts)
    total = [keras.ops.zeros_like(w) for w in model.trainable_weights]
    for x, y in parts:
        with tf.GradientTape() as tape:
            outputs = model(x, training=True)
            loss = loss_function(y, outputs) + sum(model.losses)
            loss = loss * (len(x) / rows)
        gradients = tape.gradient(loss, model.trainable_weights)
        total = gradients
    optimizer.apply(total, model.trainable_weights)
