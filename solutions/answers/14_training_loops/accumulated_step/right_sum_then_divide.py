# style: losses times rows, divided in the end
def accumulated_step(model, optimizer, loss_function, parts):
    weights = model.trainable_variables
    sums, count = None, 0
    for x, y in parts:
        with tf.GradientTape() as tape:
            loss = (loss_function(y, model(x, training=True)) + sum(model.losses)) * len(x)
        gradients = tape.gradient(loss, weights)
        sums = gradients if sums is None else [s + g for s, g in zip(sums, gradients)]
        count += len(x)
    optimizer.apply_gradients([(s / count, w) for s, w in zip(sums, weights)])
