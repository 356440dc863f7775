# misconception: one name for all texts
# loses: A field name for each text; The model in the file decides
# says: a list of field names
def classify(path, texts):
    model = keras.models.load_model(path)
    return field_names[model.predict(encode(texts), verbose=0).argmax(axis=1)[0]]
