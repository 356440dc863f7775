# style: gradients weighed, own losses in a tape of their own
def accumulated_step(model, optimizer, loss_function, parts):
    sizes = np.array([len(y) for _, y in parts], "float32")
    shares = sizes / sizes.sum()
    collected = []
    for (x, y), share in zip(parts, shares):
        with tf.GradientTape() as tape:
            loss = loss_function(y, model(x, training=True))
        collected.append([share * g for g in tape.gradient(loss, model.trainable_weights)])
    total = [sum(gradients) for gradients in zip(*collected)]
    with tf.GradientTape() as tape:
        model(parts[0][0], training=True)
        own = sum(model.losses) + 0.0 * sum(tf.reduce_sum(w) for w in model.trainable_weights)
    for n, gradient in enumerate(tape.gradient(own, model.trainable_weights)):
        if gradient is not None:
            total[n] += gradient
    optimizer.apply(total, model.trainable_weights)
