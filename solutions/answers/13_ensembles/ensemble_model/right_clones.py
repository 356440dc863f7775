# style: clones with weights of their own and new names
def ensemble_model(members):
    inputs = keras.Input(members[0].input_shape[1:])
    answers = []
    for number, member in enumerate(members, 1):
        copied = keras.models.clone_model(member)
        copied.set_weights(member.get_weights())
        copied.name = f"copy_{number}"
        answers.append(copied(inputs))
    return keras.Model(inputs=inputs, outputs=keras.layers.average(answers))
