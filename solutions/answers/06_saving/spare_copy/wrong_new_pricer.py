# misconception: the architecture written anew, for the one model that the lesson shows
# loses: The same architecture; The same outputs, from the copy's file too; An adapted scale comes along; Weights of its own
# says: set in another architecture
def spare_copy(model):
    copy = new_pricer()
    copy.set_weights(model.get_weights())
    return copy
