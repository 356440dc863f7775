# style: the old generator of NumPy, and a table
def sample_settings(count, seed):
    state = np.random.RandomState(seed)
    table = pd.DataFrame(
        {
            "learning_rate": np.exp(state.uniform(np.log(1e-4), 0, size=count)),
            "units": state.randint(16, 129, size=count),
            "activation": np.where(state.rand(count) < 0.5, "relu", "tanh"),
        }
    )
    return table.to_dict("records")
