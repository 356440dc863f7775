# misconception: rebuilt from the configuration with the weights copied over: compiled state lost
# loses: The file holds the state of the training
# says: whose state is empty
def keep(model, path):
    fresh = keras.models.model_from_json(model.to_json())
    fresh.set_weights(model.get_weights())
    fresh.compile(loss="mse", optimizer="adam")
    fresh.save(path)
    return keras.models.load_model(path)
