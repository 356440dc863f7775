# style: operations of Keras in place of a layer
def ensemble_model(members):
    for place, member in enumerate(members):
        member.name = "part_" + str(place)
    x = keras.Input(shape=members[0].inputs[0].shape[1:])
    return keras.Model(x, keras.ops.mean(keras.ops.stack([m(x) for m in members]), axis=0))
