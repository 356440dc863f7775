# misconception: the places in place of the names
# loses: A field name for each text
# says: look each up
def classify(path, texts):
    model = keras.models.load_model(path)
    return model.predict(encode(texts), verbose=0).argmax(axis=1).tolist()
