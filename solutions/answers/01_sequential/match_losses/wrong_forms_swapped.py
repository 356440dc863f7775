# misconception: the two forms of label confused
# loses: Each loss takes its form of label
# says: sparse
probability_model = make_classifier("softmax")
probability_model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
logit_model = make_classifier(None)
logit_model.compile(
    optimizer="sgd", loss=keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
