# misconception: equal weights taken for equal answers: set_weights does not reach an adapted scale
# loses: An adapted scale comes along
# says: reaches `Normalization`
def spare_copy(model):
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    return copy
