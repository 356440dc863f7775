# style: text by text, in a loop
def classify(path, texts):
    model = keras.saving.load_model(path)
    names = []
    for text in texts:
        outputs = model(encode([text]))
        names.append(field_names[int(np.argmax(outputs[0]))])
    return names
