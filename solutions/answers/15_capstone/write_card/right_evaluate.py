# style: a compiled copy that evaluates
def write_card(model, x, y, path):
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    copy.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    accuracy = copy.evaluate(x, y, verbose=0, return_dict=True)["accuracy"]
    card = {
        "parameters": copy.count_params(),
        "validation_rows": x.shape[0],
        "validation_accuracy": round(accuracy, 4),
        "data": "noun definitions of WordNet, twelve fields",
        "intended_use": "to propose fields for English definitions",
        "limits": "not for verbs and not without an editor",
    }
    with open(path, "w") as file:
        json.dump(card, file)
