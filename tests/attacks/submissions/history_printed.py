# ruff: noqa
# class: hidden
# tries: prints the input history and every name from a function that a check calls, and afterwards
# %% triple
def triple(number):
    ip = get_ipython()
    print(ip.user_ns.get("In"), ip.history_manager.input_hist_raw)
    return 0


# %% end
print(In, Out, sorted(globals()))
print(get_ipython().history_manager.input_hist_parsed)
