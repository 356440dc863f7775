# misconception: one text for data, use and limits
# loses: Data, use and limits in words
# says: three different things
def write_card(model, x, y, path):
    guesses = model.predict(x, verbose=0).argmax(axis=1)
    card = {
        "parameters": model.count_params(),
        "validation_rows": len(x),
        "validation_accuracy": float(np.mean(guesses == y)),
        "data": "noun definitions of WordNet in English",
        "intended_use": "noun definitions of WordNet in English",
        "limits": "not for verbs and not without an editor",
    }
    Path(path).write_text(json.dumps(card, indent=2))
