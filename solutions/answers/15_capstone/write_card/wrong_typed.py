# misconception: the figures of an earlier model are typed in
# loses: The parameters of this model; The number of rows; The accuracy on these rows
# says: type nothing; compute it
def write_card(model, x, y, path):
    guesses = model.predict(x, verbose=0).argmax(axis=1)
    card = {
        "parameters": 48_204,
        "validation_rows": 1756,
        "validation_accuracy": 0.759,
        "data": "noun definitions of WordNet, twelve fields",
        "intended_use": "to propose fields for English definitions",
        "limits": "not for verbs and not without an editor",
    }
    Path(path).write_text(json.dumps(card, indent=2))
