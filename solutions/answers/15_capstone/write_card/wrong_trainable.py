# misconception: only the trained parameters are counted
# loses: The parameters of this model
# says: BatchNormalization
def write_card(model, x, y, path):
    guesses = model.predict(x, verbose=0).argmax(axis=1)
    card = {
        "parameters": int(sum(np.prod(w.shape) for w in model.trainable_weights)),
        "validation_rows": len(x),
        "validation_accuracy": float(np.mean(guesses == y)),
        "data": "noun definitions of WordNet, twelve fields",
        "intended_use": "to propose fields for English definitions",
        "limits": "not for verbs and not without an editor",
    }
    Path(path).write_text(json.dumps(card, indent=2))
