# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 00 · Start here
#
# Every lesson of this course is a notebook like this one. This one is short: you learn how a lesson works on
# an easy task.
#
# In this lesson you
#
# - **run** cells, and see what the kernel remembers between them;
# - **check** that your Python, Keras and data are in place;
# - **read** an error message, from its last line upwards;
# - **answer** your first exercise, and check it;
# - **hand in** your work, and know how to read the feedback.
#
# **Before you start:** some Python: names, functions, lists. A little NumPy helps.
#
# **Time:** 15 to 20 minutes.

# %% [markdown]
# ## Run a cell
#
# A notebook is a list of cells. Some hold text, some hold code. Click on the code below and press
# <kbd>Shift</kbd> + <kbd>Enter</kbd>: the **kernel**, the Python process that belongs to the page, runs the cell
# and keeps every name that the cell made.
#
# While a cell runs, a star stands beside it: `[*]`. This one may show the star for half a minute, because
# TensorFlow is large. When it is done, the star becomes a number.

# %%
import coursework

DATA = coursework.setup(seed=42)

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# Every lesson opens with a cell like that. `coursework.setup` does two things for you: it finds the course's
# data, so that nothing is downloaded, and it sets the **seed** of the random numbers, so that everybody sees the
# same results; lesson 01 explains it. The other lines import Keras and the packages used with it.
#
# If a message about a *missing module* came instead, this notebook runs in another Python than the course's.
# Close JupyterLab, and start it the way the course's README says.

# %% [markdown]
# ## Is everything in place?
#
# The next cell checks Python, Keras and the data. Run it: every line should begin with `yes`.

# %%
from coursework import doctor

for finding in doctor.examine():
    print(finding)

# %% [markdown]
# If every line begins with `yes`, everything in this course works on your machine, also without a network.
#
# A line that begins with `NO` says what is missing and, after the arrow, what to do, most often a command.
# Type it into a terminal (**File → New → Terminal**), restart the kernel and run the cells above again. For a
# list with every version and path, run `!coursework doctor` in a cell of its own.

# %% [markdown]
# ## The kernel remembers
#
# Here is a picture to work with: the first of 60,000 pieces of clothing in a data set called Fashion-MNIST.
# For Keras and NumPy, a gray picture is an array of numbers.

# %%
(pictures, labels), _ = keras.datasets.fashion_mnist.load_data()
picture = pictures[0]
print("shape", picture.shape, "· type", picture.dtype)
print("from", picture.min(), "to", picture.max())

# %%
figure, axis = plt.subplots(figsize=(2.4, 2.4))
axis.imshow(picture, cmap="gray", vmin=0, vmax=255)
axis.set_axis_off()

# %% [markdown]
# *Picture:* an ankle boot in grays on black, 28 pixels wide and 28 high; the toe points to the left.
#
# We see 28 rows of 28 numbers. 0 is black, 255 is white, and everything between is a gray. The type, `uint8`,
# means whole numbers that fit into 8 bits: 0 to 255 and nothing else. Keep that in mind for the exercise.

# %% [markdown]
# The kernel keeps `picture` until you restart it, even if you delete the cell that made it. This can cause
# mistakes.
#
# **Predict before you run:** of the next two cells, the second adds one and prints. What does it print when
# you run it once? And when you click on it and run it twice more?

# %%
times_run = 0

# %%
times_run = times_run + 1
print(times_run)

# %% [markdown]
# The first run gives 1, the third gives 3: the page shows the code once, but the kernel ran it three times. So
# what you *see* and what the kernel *knows* can differ.
#
# The remedy, in the menu: **Kernel → Restart Kernel and Run All Cells…** The kernel forgets everything and
# runs the cells from top to bottom, exactly as the grader will. Do it before you hand in.

# %% [markdown]
# ## Read an error
#
# The next cell is broken on purpose. Run it and read the answer **from the bottom**: the last line says what
# went wrong, and the arrow above it shows in which line.

# %% tags=["raises-exception"]
print(pikture.shape)

# %% [markdown]
# `NameError: name 'pikture' is not defined`. The name was never made. Here it is a typing mistake; most of the
# time a cell further up has not been run since the kernel started.
#
# Every lesson has cells like this, so that you know an error before you meet it in your own work. The cells
# below still run.

# %% [markdown]
# ## Small numbers that overflow
#
# One more thing that breaks, this time without an error. We make the picture brighter by adding 100 to every
# pixel.
#
# **Predict before you run:** the brightest pixel of the boot is 255. What is 255 + 100, when only 0 to 255 exist?

# %%
brighter = picture + np.uint8(100)
brightest = picture == picture.max()
print("255 + 100 →", brighter[brightest][0])
print("  0 + 100 →", brighter[0, 0])

# %% [markdown]
# It is 99. This is **overflow**: a result too large for its type starts again at 0, so 355 becomes
# 355 − 256 = 99. There is no error and no warning, but the white parts of the boot turn dark. The checks in
# this course help you to find such mistakes.

# %% [markdown]
# ## Your first exercise
#
# An exercise has two cells. In the first you write your answer in place of the dots `...` and run it. The
# second holds a *check*: you run it, you don't change it. When the check finds something wrong, it stops
# with a message that names the exercise and says where to look. When it prints that it passed, go on.
#
# ### Exercise `make_negative`
#
# Photographers know the *negative*: black becomes white, white becomes black, a dark gray becomes an equally
# light gray. Make the negative of `picture` and call it `negative`: an array of 28 × 28 whole numbers from
# 0 to 255, in which every pixel has its opposite.
#
# Try something wrong first, if you like. It costs nothing, and you see the check's message.
#
# <details><summary>Hint</summary>
#
# What must happen to the number 0? And to 255? Find one small formula that does both; NumPy applies it to all
# 784 pixels at once.
#
# </details>
# <details><summary>Deeper hint</summary>
#
# Pixel and negative always add up to the same number. If you tried a minus sign alone: look at “Small numbers
# that overflow” and ask what happens to 0.
#
# </details>

# %% solution="make_negative"
negative = ...
### BEGIN SOLUTION
negative = 255 - picture
### END SOLUTION

# %% grade="make_negative"
start = "Exercise make_negative: `negative`"
assert negative is not ..., f"{start} is still unanswered."
assert np.shape(negative) == (28, 28), (
    f"{start} should have the shape (28, 28), like `picture`; "
    f"it has {np.shape(negative)}."
)
corner = int(np.asarray(negative)[0, 0])
assert corner == 255, (
    f"{start} should be white where `picture` is black, in the corner. "
    f"There it is {corner}. What number is white?"
)
print("The visible check of make_negative passed.")

# %% [markdown]
# The check in your notebook looks at a few things only. When you hand in, more is looked at, each thing for
# its own points. So a passed check does not promise all points: look at your own result as well.
#
# **Look at yours:** add a cell with the **+** button above, and type `plt.imshow(negative, cmap="gray")`.
# Cells that you add are welcome everywhere. They are yours, they are run with the rest, and they are never
# graded.
#
# ## A verdict while you work
#
# Where the course's checks are on your machine, or where your class has a check service, a table appears
# below a check when you run it. Each line is one criterion: met or missed, what was expected, what was
# found, and where to read. It is *practice*: what counts is a fresh run of the whole notebook. Without
# checks nearby, one line says where the rest is judged.
#
# - *Stuck?* Type `%hint make_negative` into a cell of your own. Each time you get the next hint, and one
#   that fits your last try.
# - After all points, or three different tries, `%solution make_negative` shows right answers, if you learn
#   alone.
# - *Where am I?* `%progress` shows every lesson, what comes next, and the mistakes that you have mended. It
#   is kept on your machine only.
# - Before you hand in, where the checks are on your machine: type
#   `coursework rehearse 00_start_here` in a terminal (**File → New → Terminal**). It runs your saved notebook
#   afresh and shows what differs.

# %% [markdown]
# ## Hand in
#
# 1. **Kernel → Restart Kernel and Run All Cells…** The cells that are broken on purpose don't stop the run. A
#    check that fails stops it, and shows you where: correct your answer, or click the cell below the check and
#    choose **Run → Run Selected Cell and All Below**.
# 2. Save: <kbd>Ctrl</kbd> + <kbd>S</kbd>, or <kbd>Cmd</kbd> + <kbd>S</kbd>.
# 3. Hand in the notebook file, here `00_start_here.ipynb`, in the way that your teacher has named. Don't
#    rename it.
#
# Four promises:
#
# - Your notebook is run again from top to bottom. What counts is what your code does, not what the page
#   shows.
# - **Every exercise stands alone.** Skip one, and the rest of the lesson still runs and still earns points.
# - Warnings, log lines and your own prints cost nothing.
# - Each exercise is judged on several criteria, and every criterion is looked at, even when another one
#   fails. Half an answer earns the points of that half.
#
# One request: leave the check cells as they are. If one gets lost or changed, nothing bad happens, since the
# grader uses its own copy; you only lose the help it gives *you*.

# %% [markdown]
# ## Read your feedback
#
# What comes back is your notebook with a table under each exercise. Somebody who answered `-picture` would
# read this:
#
# | Result | Criterion | Points |
# |---|---|--:|
# | ✔ met | **A picture of the same size** | 1 / 1 |
# | ✘ missed | **White where it was black, black where it was white** <br> *expected:* 255 wherever the picture holds 0, and 0 wherever it holds 255 <br> *found:* 0 for black, 1 for white <br> *hint:* A minus sign alone leaves 0 at 0, and `uint8` overflows below 0. From which number must you subtract? <br> *read:* “Small numbers that overflow” in this lesson | 0 / 1 |
#
# Read it line by line: what was asked, what your answer did instead, and which part of the lesson to read
# again.

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - run cells, and seen that the kernel remembers what the page may no longer show;
# - checked Python, Keras and the data;
# - read an error from its last line, and met one that has no message at all;
# - answered an exercise, checked it, and learned how to hand in and what comes back.
#
# In lesson 01 a model learns to tell ten kinds of clothing apart. This is the way from there:
#
# ![A map of the lessons: 00 to 03 stand in a row; from 03 arrows lead to 04, 05 and 08; 05 leads to 06, 07 and 10, 04 and 08 lead to 10 too; 06 and 08 lead to 09, 10 to 11, 07 and 10 to 14, 08 to 12 and 13; the capstone needs 04, 06 and 08](course_map.svg)
#
# An arrow means *needs*. Lessons 00 to 03 come first, in this order. After that, go where you like, along the
# arrows.
#
# ## Going further
#
# - What else can a notebook's kernel remember wrongly? See Pimentel et al., *A large-scale study about quality
#   and reproducibility of Jupyter notebooks* (2019).
# - Which other types overflow, and which round? See the NumPy manual,
#   [Data types](https://numpy.org/doc/stable/user/basics.types.html).
#
# **Where this comes from.** Notebooks and kernels: [Jupyter documentation](https://docs.jupyter.org).
# Exercises and feedback: [nbgrader documentation](https://nbgrader.readthedocs.io). Arrays and their types:
# Harris et al., *Array programming with NumPy*, Nature 585 (2020). The pictures: Xiao, Rasul and Vollgraf,
# *Fashion-MNIST* (2017).
