# style: a name for one loss, an object for the other
probability_model = make_classifier("softmax")
probability_model.compile(loss="categorical_crossentropy", metrics=["accuracy"])
logit_model = make_classifier(None)
logit_model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
