# misconception: logits given to a loss that expects probabilities
# loses: Each loss knows what the output has been through
# says: the loss expects probabilities
import tensorflow as tf


def own_loss(y_true, y_pred):
    picked = tf.gather(y_pred, tf.cast(tf.reshape(y_true, [-1]), tf.int32), axis=1, batch_dims=1)
    return -tf.math.log(tf.clip_by_value(picked, 1e-7, 1.0))


probability_model = make_classifier("softmax")
probability_model.compile(loss="categorical_crossentropy", metrics=["accuracy"])
logit_model = make_classifier(None)
logit_model.compile(loss=own_loss, metrics=["accuracy"])
