# misconception: a second name taken for a copy
# loses: Weights of its own
# says: two names of one
def spare_copy(model):
    copy = model
    return copy
