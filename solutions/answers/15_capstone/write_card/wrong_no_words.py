# misconception: a word where a text is asked for
# loses: Data, use and limits in words
# says: five words
def write_card(model, x, y, path):
    guesses = model.predict(x, verbose=0).argmax(axis=1)
    card = {
        "parameters": model.count_params(),
        "validation_rows": len(x),
        "validation_accuracy": float(np.mean(guesses == y)),
        "data": "WordNet",
        "intended_use": "sorting",
        "limits": "none",
    }
    Path(path).write_text(json.dumps(card, indent=2))
