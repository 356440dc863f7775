# misconception: the metric's short form, logged under the short name
# loses: Both log a metric called accuracy
# says: acc
probability_model = make_classifier("softmax")
probability_model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["acc"])
logit_model = make_classifier(None)
logit_model.compile(
    optimizer="sgd", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["acc"]
)
