# misconception: the lesson's model replaced by an own one
# loses: It gives the output of the layer
# says: another model under its name
entries = {t.name: keras.Input(t.shape[1:], name=t.name) for t in triage.inputs}
joined = keras.layers.Concatenate()([entries["title"], entries["tags"]])
features = keras.layers.Dense(32, activation="relu", name="shared")(joined)
triage = keras.Model(
    entries,
    {
        "priority": keras.layers.Dense(1, activation="sigmoid", name="priority")(features),
        "department": keras.layers.Dense(5, activation="softmax", name="department")(features),
    },
)
inner = keras.Model(entries, features)
widths = (joined.shape[1], 32)
