# misconception: the smallest probability wins
# loses: The model in the file decides
# says: largest probability
def classify(path, texts):
    model = keras.models.load_model(path)
    places = model.predict(encode(texts), verbose=0).argmin(axis=1)
    return [field_names[place] for place in places]
