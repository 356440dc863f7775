# style: loops for both, activation as a layer
drawable = []
for name, wiring in wirings.items():
    try:
        TopologicalSorter(wiring).prepare()
        drawable.append(name)
    except ValueError:
        pass
x = keras.Input(shape=(6,), name="numbers")
step, bend = keras.layers.Dense(6), keras.layers.Activation("tanh")
memory = None
for _ in range(3):
    memory = bend(step(x if memory is None else x + memory))
rounds = keras.Model(inputs=x, outputs=keras.layers.Dense(1)(memory))
