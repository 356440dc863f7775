# mistake: list(ticket.values()) joins in the order in which the dict was written, so another order changes the outputs; the message should say: take parts by name
class TicketDesk(keras.Model):
    def __init__(self, units, departments):
        super().__init__()
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.p = keras.layers.Dense(1, activation="sigmoid")
        self.d = keras.layers.Dense(departments, activation="softmax")

    def call(self, ticket):
        shared = self.hidden(keras.ops.concatenate(list(ticket.values()), axis=-1))
        return {"priority": self.p(shared), "department": self.d(shared)}
