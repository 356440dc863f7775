# style: the operators of Python
def ensemble_model(members):
    inputs = keras.Input(tuple(members[0].input_shape)[1:])
    total = None
    for number, member in enumerate(members):
        member.name = f"ensemble_member_{number}"
        total = member(inputs) if total is None else total + member(inputs)
    return keras.Model(inputs, total / len(members))
