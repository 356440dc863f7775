# style: seconds since 1970 as the moment; a deep copy of the model
import copy


def compare_rates(model, x, y, valid, rates, moment, root):
    for rate in rates:
        run = f"{int(moment.timestamp())}_lr{rate}"
        twin = copy.deepcopy(model)
        twin.compile(optimizer=keras.optimizers.SGD(rate), loss="mean_squared_error")
        twin.fit(x, y, None, 3, 0, [keras.callbacks.TensorBoard(f"{root}/{run}")], 0, valid)
