# misconception: the rate of the first call stays in the graph
# loses: Each step takes its own rate
# says: rate of the first call stays
def make_steady_step(model, optimizer, loss_function):
    optimizer.build(model.trainable_weights)
    settings = {}

    @tf.function(reduce_retracing=True)
    def traced(x, y):
        optimizer.learning_rate.assign(settings["rate"])
        with tf.GradientTape() as tape:
            loss = loss_function(y, model(x, training=True)) + sum(model.losses)
        gradients = tape.gradient(loss, model.trainable_weights)
        optimizer.apply(gradients, model.trainable_weights)
        return loss

    def step(x, y, rate):
        settings["rate"] = rate
        return traced(x, y)

    return step, traced
