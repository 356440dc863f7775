# way: drawable is found by a search of its own, the sum is `+`, and the state starts at zeros, so that all three rounds are one loop (round one is input + 0)
def has_circle(wiring, node, path=()):
    if node in path:
        return True
    return any(has_circle(wiring, n, (*path, node)) for n in wiring.get(node, []))


drawable = [n for n, w in wirings.items() if not any(has_circle(w, k) for k in w)]
x_in = keras.Input((6,))
step = keras.layers.Dense(6, activation=keras.ops.tanh)
state = keras.ops.zeros_like(x_in)
for _ in range(3):
    state = step(x_in + state)
rounds = keras.Model(x_in, keras.layers.Dense(1)(state))
