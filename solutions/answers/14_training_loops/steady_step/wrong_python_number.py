# misconception: the Python number goes into the graph
# loses: Another rate does not trace again
# says: new Python number
def make_steady_step(model, optimizer, loss_function):
    optimizer.build(model.trainable_weights)

    @tf.function(reduce_retracing=True)
    def step(x, y, rate):
        optimizer.learning_rate.assign(rate)
        with tf.GradientTape() as tape:
            loss = loss_function(y, model(x, training=True)) + sum(model.losses)
        gradients = tape.gradient(loss, model.trainable_weights)
        optimizer.apply(gradients, model.trainable_weights)
        return loss

    return step, step
