# style: Python's own deep copy, which Keras sends through a file in memory
import copy


def spare_copy(model):
    return copy.deepcopy(model)
