# misconception: layers created inside `call`
# loses: The parts go by name, in any order; Both heads are called on the hidden layer
# says: made inside `call`
class TicketDesk(keras.Model):
    def __init__(self, units, departments):
        super().__init__()
        self.units, self.departments = units, departments

    def call(self, ticket):
        joined = keras.layers.Concatenate()([ticket["title"], ticket["body"], ticket["tags"]])
        shared = keras.layers.Dense(self.units, activation="relu")(joined)
        return {
            "priority": keras.layers.Dense(1, activation="sigmoid")(shared),
            "department": keras.layers.Dense(self.departments, activation="softmax")(shared),
        }
