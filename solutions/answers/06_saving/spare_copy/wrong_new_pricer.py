# misconception: the plan written anew, for the one model that the lesson shows
# loses: The same plan; The same answers, from the copy's file too; An adapted scale comes along; Numbers of its own
# says: run to its end
def spare_copy(model):
    copy = new_pricer()
    copy.set_weights(model.get_weights())
    return copy
