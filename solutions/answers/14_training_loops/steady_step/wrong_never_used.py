# misconception: the graph function is made and never called
# loses: Another rate does not trace again; At most two tracings for many sizes
# says: never traced
def make_steady_step(model, optimizer, loss_function):
    optimizer.build(model.trainable_weights)

    @tf.function(reduce_retracing=True)
    def traced(x, y):
        with tf.GradientTape() as tape:
            outputs = model(x, training=True)
            loss = loss_function(y, outputs) + sum(model.losses)
        gradients = tape.gradient(loss, model.trainable_weights)
        optimizer.apply(gradients, model.trainable_weights)
        return loss

    def step(x, y, rate):
        optimizer.learning_rate = rate
        return traced.python_function(x, y)

    return step, traced
