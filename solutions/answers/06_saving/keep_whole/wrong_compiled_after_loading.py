# misconception: compiled again after loading "to be sure": the optimizer state is lost
# loses: What comes back was loaded, and can be trained
# says: `compile` after loading makes a new optimizer
def keep(model, path):
    model.save(path)
    back = keras.models.load_model(path)
    back.compile(optimizer=model.optimizer.__class__(), loss=model.loss)
    return back
