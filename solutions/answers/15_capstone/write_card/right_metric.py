# style: a metric of Keras, pandas for the file
def write_card(model, x, y, path):
    metric = keras.metrics.SparseCategoricalAccuracy()
    metric.update_state(y, model.predict(x, verbose=0))
    card = pd.Series(
        {
            "parameters": int(model.count_params()),
            "validation_rows": int(len(x)),
            "validation_accuracy": float(metric.result()),
            "data": "noun definitions of WordNet, twelve fields",
            "intended_use": "to propose fields for English definitions",
            "limits": "not for verbs and not without an editor",
        }
    )
    card.to_json(path, double_precision=6)
