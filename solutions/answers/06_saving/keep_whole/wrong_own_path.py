# misconception: a path of one's own instead of the argument
# loses: The file holds architecture and weights; The file holds the state of the training
# says: comes in as an argument
def keep(model, path):
    model.save("my_model.keras")
    return keras.models.load_model("my_model.keras")
