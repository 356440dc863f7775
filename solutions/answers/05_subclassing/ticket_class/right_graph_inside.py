# style: a functional model inside, with inputs as wide as the lesson's tickets
class TicketDesk(keras.Model):
    def __init__(self, units, departments):
        super().__init__()
        parts = {name: keras.Input((part.shape[1],), name=name) for name, part in ticket_parts.items()}
        shared = keras.layers.Dense(units, activation="relu")(
            keras.layers.Concatenate()(list(parts.values()))
        )
        heads = {
            "priority": keras.layers.Dense(1, activation="sigmoid")(shared),
            "department": keras.layers.Dense(departments, activation="softmax")(shared),
        }
        self.inner = keras.Model(parts, heads)

    def call(self, ticket):
        return self.inner(ticket)
