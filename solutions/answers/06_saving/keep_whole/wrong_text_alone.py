# misconception: a path taken for a text
# loses: What comes back was loaded, and can be trained
# says: keep(model, Path(…)); can only concatenate
def keep(model, path):
    model.save("" + path)
    return keras.models.load_model("" + path)
