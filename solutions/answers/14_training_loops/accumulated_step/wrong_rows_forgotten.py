# misconception: each part counts the same, whatever its rows
# loses: Parts count by their rows
# says: weigh each part with its rows
def accumulated_step(model, optimizer, loss_function, parts):
    rows = sum(len(x) for x, _ in parts)
    total = [keras.ops.zeros_like(w) for w in model.trainable_weights]
    for x, y in parts:
        with tf.GradientTape() as tape:
            outputs = model(x, training=True)
            loss = loss_function(y, outputs) + sum(model.losses)
            loss = loss * (1 / len(parts))
        gradients = tape.gradient(loss, model.trainable_weights)
        total = [a + g for a, g in zip(total, gradients)]
    optimizer.apply(total, model.trainable_weights)
