# ruff: noqa
# class: hidden
# tries: records the source of every cell that runs and every request for evidence, and prints them
# %% before
import builtins, sys

records = []
real_exec, real_compile = builtins.exec, builtins.compile


def recording(code, *args, **kwargs):
    records.append(repr(code)[:3000] + repr(args)[:3000])
    return real_exec(code, *args, **kwargs)


builtins.exec = recording
get_ipython().events.register("pre_run_cell", lambda info: records.append(info.raw_cell))
sys.addaudithook(
    lambda event, args: (
        records.append(repr(args)[:3000]) if event in ("exec", "compile", "open", "import") else None
    )
)
# %% triple
triple = 1
# %% end
get_ipython().events.callbacks["pre_run_cell"].clear()
for text in records[-150:]:
    print(text[:300])
