# misconception: saving an untrained clone: clone_model has new weights
# loses: The same outputs, from the copy's file too; An adapted scale comes along
# says: an untrained clone was saved
def spare_copy(model):
    return keras.models.clone_model(model)
