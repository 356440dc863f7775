# misconception: the lesson's validation rows, whatever rows came in
# loses: The number of rows; The accuracy on these rows
# says: as came in
def write_card(model, x, y, path):
    guesses = model.predict(x_valid, verbose=0).argmax(axis=1)
    card = {
        "parameters": model.count_params(),
        "validation_rows": len(x_valid),
        "validation_accuracy": float(np.mean(guesses == y_valid)),
        "data": "noun definitions of WordNet, twelve fields",
        "intended_use": "to propose fields for English definitions",
        "limits": "not for verbs and not without an editor",
    }
    Path(path).write_text(json.dumps(card))
