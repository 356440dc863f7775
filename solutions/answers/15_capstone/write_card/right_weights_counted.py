# style: parameters counted by hand, accuracy in a loop
def write_card(model, x, y, path):
    outputs = np.array(model(x))
    right = sum(int(row.argmax() == label) for row, label in zip(outputs, y))
    texts = {
        "data": "noun definitions of WordNet, twelve fields",
        "intended_use": "to propose fields for English definitions",
        "limits": "not for verbs and not without an editor",
    }
    texts["parameters"] = int(sum(np.size(weight) for weight in model.get_weights()))
    texts["validation_rows"] = len(y)
    texts["validation_accuracy"] = right / len(y)
    Path(path).write_text(json.dumps(texts))
