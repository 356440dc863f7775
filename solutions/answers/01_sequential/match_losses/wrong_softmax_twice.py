# misconception: softmax with from_logits=True
# loses: Each loss knows what the output has been through
# says: twice
probability_model = make_classifier("softmax")
probability_model.compile(
    optimizer="sgd", loss=keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
logit_model = make_classifier(None)
logit_model.compile(
    optimizer="sgd", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
