# misconception: no activation at the priority's end
# loses: Each head gives probabilities
# says: these are logits
class TicketDesk(keras.Model):
    def __init__(self, units, departments):
        super().__init__()
        self.join = keras.layers.Concatenate()
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.priority = keras.layers.Dense(1)
        self.department = keras.layers.Dense(departments, activation="softmax")

    def call(self, ticket):
        joined = self.join([ticket["title"], ticket["body"], ticket["tags"]])
        shared = self.hidden(joined)
        return {"priority": self.priority(shared), "department": self.department(shared)}
