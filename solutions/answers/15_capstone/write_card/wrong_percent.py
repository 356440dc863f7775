# misconception: the accuracy in percent
# loses: The accuracy on these rows
# says: percentage
def write_card(model, x, y, path):
    guesses = model.predict(x, verbose=0).argmax(axis=1)
    card = {
        "parameters": model.count_params(),
        "validation_rows": len(x),
        "validation_accuracy": 100 * float(np.mean(guesses == y)),
        "data": "noun definitions of WordNet, twelve fields",
        "intended_use": "to propose fields for English definitions",
        "limits": "not for verbs and not without an editor",
    }
    Path(path).write_text(json.dumps(card, indent=2))
