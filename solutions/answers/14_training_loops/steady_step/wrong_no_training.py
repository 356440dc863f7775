# misconception: training=True is forgotten
# loses: Each step takes its own rate
# says: is forgotten
def make_steady_step(model, optimizer, loss_function):
    optimizer.build(model.trainable_weights)

    @tf.function(reduce_retracing=True)
    def traced(x, y):
        with tf.GradientTape() as tape:
            outputs = model(x, training=False)
            loss = loss_function(y, outputs) + sum(model.losses)
        gradients = tape.gradient(loss, model.trainable_weights)
        optimizer.apply(gradients, model.trainable_weights)
        return loss

    def step(x, y, rate):
        optimizer.learning_rate = rate
        return traced(x, y)

    return step, traced
