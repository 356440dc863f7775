# style: operations of Keras, tensors come back
def soft_vote(probabilities):
    members = keras.ops.stack([keras.ops.convert_to_tensor(p) for p in probabilities])
    return keras.ops.mean(members, axis=0)


def majority_vote(probabilities):
    members = keras.ops.stack([keras.ops.convert_to_tensor(p) for p in probabilities])
    named = keras.ops.one_hot(keras.ops.argmax(members, axis=-1), members.shape[-1])
    return keras.ops.argmax(keras.ops.sum(named, axis=0), axis=-1)
