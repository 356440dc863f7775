# misconception: softmax on one unit
# loses: Each head gives probabilities
# says: softmax over one unit
class TicketDesk(keras.Model):
    def __init__(self, units, departments):
        super().__init__()
        self.join = keras.layers.Concatenate()
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.priority = keras.layers.Dense(1, activation="softmax")
        self.department = keras.layers.Dense(departments, activation="softmax")

    def call(self, ticket):
        joined = self.join([ticket["title"], ticket["body"], ticket["tags"]])
        shared = self.hidden(joined)
        return {"priority": self.priority(shared), "department": self.department(shared)}
