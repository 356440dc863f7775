# way: loss and metric objects in place of strings; the metrics are renamed to accuracy
probability_model = make_classifier("softmax")
probability_model.compile(
    loss=keras.losses.CategoricalCrossentropy(),
    metrics=[keras.metrics.CategoricalAccuracy(name="accuracy")],
)
logit_model = make_classifier("linear")
logit_model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
)
