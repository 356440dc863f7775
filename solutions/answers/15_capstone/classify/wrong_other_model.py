# misconception: the model at hand is asked, and not the one in the file
# loses: The model in the file decides
# says: load the one at `path`
def classify(path, texts):
    places = kept.predict(encode(texts), verbose=0).argmax(axis=1)
    return [field_names[place] for place in places]
