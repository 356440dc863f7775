# ruff: noqa
# class: grader
# tries: shows HTML that takes hours to clean: nested, unclosed, thousands of attributes
# %% halve
from IPython.display import HTML, display

half = 6
for bomb in (
    "<div>" * 300_000,
    "<b></x>" * 200_000,
    "<a " + " ".join(f"a{i}=1" for i in range(100_000)) + ">",
    "<table><td>" * 100_000,
    "<b><i><u><s>" * 50_000 + "<p></b>" * 50_000,
    "<" * 2_000_000,
    "<!--" * 300_000,
    "<script" * 200_000,
    '<a x="<" ' * 100_000,
):
    display(HTML(bomb))
# %% end
for _ in range(40):
    display(HTML("<b><i>x</i></b>" * 3_000))
