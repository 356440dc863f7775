# %% [markdown]
# # 04 · Layer graphs: branches, shared layers, models as layers
#
# In lesson 03 every layer was called once, on a table of numbers. Now the inputs are texts and pictures, one layer reads two of them, and a whole model takes the place of a layer. What stays is the graph: tensors, and layers called on them.
#
# **You will be able to**
#
# - *read* two texts with two branches of Embedding and LSTM, and join them;
# - *weigh* losses of different scale, so that no output drowns the others;
# - *share* one layer between two inputs, and say what that bought;
# - *use* a model as a layer, on a left and a right picture;
# - *tell* which wirings can be drawn as a graph, and unroll one that can't.
#
# **You need first:** lessons 01 to 03, above all several inputs and outputs.
#
# **Time:** 90 minutes.

# %%
import coursework

DATA = coursework.setup(seed=3)

import re
import tempfile
import warnings
from collections import Counter
from graphlib import TopologicalSorter

import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import RidgeClassifier


def draw(model):
    """Show a model as a picture of its graph, with names and the shape of every tensor."""
    with tempfile.TemporaryDirectory() as folder:
        picture = f"{folder}/model.png"
        return keras.utils.plot_model(model, to_file=picture, show_shapes=True, show_layer_names=True, dpi=60)


# %% [markdown]
# ## Stories with questions
#
# Ana, Ben and a dog walk about and carry things. Each has places of their own, so that only the **last** one counts. A question asks where somebody or something is. The stories are made by the course; we take those of up to five sentences.

# %%
stories = pd.read_csv(DATA / "stories" / "stories.csv.gz")
stories = stories[stories["story"].str.count(r"\.") <= 5]
stories = stories.iloc[np.random.default_rng(4).permutation(len(stories))].reset_index(drop=True)
print(stories["story"][3], stories["question"][3], stories["answer"][3], sep="\n")

# %% [markdown]
# A network takes numbers. In lesson 03 a text became a **bag of words**, and the order of the words was lost. To keep it, every word gets a number (the list of them is the **vocabulary**), and a text becomes the row of its words' numbers. Rows must be equally long, so short texts are filled up
# with **0**, which is no word's number. The zeros stand in **front**: what a reader meets last, it remembers best. (Keras has a layer for all this, `TextVectorization`, which puts the zeros behind; lesson 09 uses it. Ten lines of Python show what it does.)


# %%
def vocabulary_of(texts, pattern, most):
    """Return a number for each of the most frequent words of texts: 1, 2, 3 and so on."""
    counts = Counter(word for text in texts for word in re.findall(pattern, text.lower()))
    return {word: number for number, (word, _) in enumerate(counts.most_common(most), 1)}


def numbers(texts, pattern, vocabulary, length):
    """Return each text as a row of its words' numbers, 0 in front; words without a number are left out."""
    rows = [[vocabulary[w] for w in re.findall(pattern, text.lower()) if w in vocabulary] for text in texts]
    return keras.utils.pad_sequences(rows, maxlen=length)


WORD = "[a-z]+"
vocabulary = vocabulary_of(pd.concat([stories["story"], stories["question"]]), WORD, 100)
told = numbers(stories["story"], WORD, vocabulary, 30)
asked = numbers(stories["question"], WORD, vocabulary, 4)
rooms = sorted(set(stories["answer"]))
answers = stories["answer"].map(rooms.index).to_numpy()
print(told.shape, asked.shape, "words:", len(vocabulary), "answers:", len(rooms))
print(stories["question"][3], "→", asked[3])

# %% [markdown]
# The first 3,800 stories are for training, the rest for validation. Baselines first, with bags of words and a linear model. **Predict before you run:** twelve places. How often is a model right that reads the story, but not the question?

# %%
known, new = slice(0, 3800), slice(3800, None)
bags = [CountVectorizer().fit_transform(stories[column]).toarray() for column in ["story", "question"]]
scores = {}
for name, columns in {"story": bags[0], "story and question": np.hstack(bags)}.items():
    linear = RidgeClassifier().fit(columns[known], answers[known])
    scores[name] = linear.score(columns[new], answers[new])
print("story alone, between 0.40 and 0.60:", 0.40 < scores["story"] < 0.60)
print("with the question, between 0.70 and 0.87:", 0.70 < scores["story and question"] < 0.87)

# %% [markdown]
# The story alone gives about 0.49, with the question about 0.79. That is what the second input buys. The rest can't be had from a bag: it holds *kitchen* and *attic*, and not which came last.
#
# ## Two branches
#
# Two new layers read texts in order.
#
# - `Embedding(37, 16)` is a **table** with a row of 16 numbers for each word. It looks up the row of a number. The rows are weights, and are learned. There are 36 words and the 0: 37 × 16 = 592 parameters.
# - `LSTM(24)` reads the rows **one after the other**, and keeps a note of 24 numbers on what it has read. After the last word, the note comes out. It has 4 × (16 + 24 + 1) × 24 = 3,936 parameters, however long the text: each word meets the same weights.
#
# Story and question get a branch each, with their own table and their own reader, because the two are read for different things. Then the two notes join.

# %%
keras.utils.set_random_seed(4)
story = keras.Input(shape=(30,), name="story")
question = keras.Input(shape=(4,), name="question")
story_note = keras.layers.LSTM(24)(keras.layers.Embedding(len(vocabulary) + 1, 16)(story))
question_note = keras.layers.LSTM(24)(keras.layers.Embedding(len(vocabulary) + 1, 16)(question))
joined = keras.layers.Concatenate()([story_note, question_note])
hidden = keras.layers.Dense(64, activation="relu")(joined)
place = keras.layers.Dense(len(rooms), activation="softmax")(hidden)
reader = keras.Model(inputs=[story, question], outputs=place)
draw(reader)

# %% [markdown]
# *Picture:* two columns side by side. On the left an input of 30 numbers, an Embedding that gives (None, 30, 16), an LSTM that gives (None, 24). On the right the same for an input of 4 numbers. Both end in a Concatenate of 48, below it Dense (64) and Dense (12).
#
# Read the shapes: 30 numbers, 30 rows of 16, one note of 24. In older books the table is told the length of the text. Keras 3 warns about it, since the shape is known from the input. Leave it out, as above.

# %%
with warnings.catch_warnings(record=True) as told_off:
    warnings.simplefilter("always")
    keras.layers.Embedding(37, 16, input_length=30)
print(told_off[0].message)

# %% [markdown]
# Now train. **Predict before you run:** the bags gave about 0.79. Where will the pair of readers end after four epochs?

# %% tags=["demonstration"]
reader.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.02), metrics=["accuracy"]
)
reader.fit((told[known], asked[known]), answers[known], batch_size=64, epochs=4, verbose=0)
score = reader.evaluate((told[new], asked[new]), answers[new], return_dict=True, verbose=0)
print("two branches, accuracy above 0.87:", score["accuracy"] > 0.87)

# %% [markdown]
# About 0.97. From 0.79 to 0.97: that is what **order** buys.
#
# Join two tensors of 24 numbers, and a slip makes no noise. Here the list holds the story's note twice. The question is still an input. **Predict before you run:** will Keras complain?

# %% tags=["demonstration"]
twice = keras.layers.Concatenate()([story_note, story_note])
deaf = keras.Model([story, question], keras.layers.Dense(12, activation="softmax")(twice))
other_questions = asked[new][::-1]
first = deaf.predict((told[new], asked[new]), verbose=0)
second = deaf.predict((told[new], other_questions), verbose=0)
print("same answers to other questions:", np.allclose(first, second))

# %% [markdown]
# Not a word. The model takes a question and never looks at it: no way leads from that input to the output. So test a join like this: **change one input alone, and see whether the answer moves.**
#
# ### Your turn: `two_branches`
#
# The dictionary WordNet. From a word's **spelling** and its **definition**: is it a noun, a verb, an adjective or an adverb? Build and compile `tagger`:
#
# - inputs named `spelling` (16 letters' numbers) and `definition` (12 words' numbers);
# - a branch each: an `Embedding` of 16 numbers, an `LSTM` of 24. Letters and words have numbers of their own, so each branch has its own table and reader;
# - the two notes joined, and the probabilities of the four parts of speech;
# - compiled with the loss that fits the labels in `part_of_speech` below. No training.
#
# <details><summary>Hint</summary>How many rows does each table need? Numbers start at 1, and the 0 needs a row, too.</details>
# <details><summary>Deeper hint</summary>The graph is that of <code>reader</code> with other sizes: <code>len(letter_vocabulary) + 1</code> and <code>len(word_vocabulary) + 1</code> rows. Four exclusive classes, labels that are integers: which ending, which cross-entropy?</details>

# %%
entries = pd.read_csv(DATA / "definitions" / "definitions.csv.gz")
entries = entries.iloc[np.random.default_rng(5).permutation(len(entries))[:4000]].reset_index(drop=True)
letter_vocabulary = vocabulary_of(entries["word"], "[a-z]", 26)
word_vocabulary = vocabulary_of(entries["definition"], WORD, 3000)
spelling_rows = numbers(entries["word"], "[a-z]", letter_vocabulary, 16)
definition_rows = numbers(entries["definition"], WORD, word_vocabulary, 12)
parts_of_speech = sorted(set(entries["part_of_speech"]))
part_of_speech = entries["part_of_speech"].map(parts_of_speech.index).to_numpy()
print(spelling_rows.shape, definition_rows.shape, "tables:", len(letter_vocabulary), len(word_vocabulary))
print(entries["word"][0], spelling_rows[0], entries["part_of_speech"][0], part_of_speech[0], sep=" | ")

# %% solution="two_branches"
tagger = ...
### BEGIN SOLUTION
spelling = keras.Input(shape=(16,), name="spelling")
definition = keras.Input(shape=(12,), name="definition")
letters = keras.layers.Embedding(len(letter_vocabulary) + 1, 16)(spelling)
spelled = keras.layers.LSTM(24)(letters)
words = keras.layers.Embedding(len(word_vocabulary) + 1, 16)(definition)
defined = keras.layers.LSTM(24)(words)
notes = keras.layers.Concatenate()([spelled, defined])
tagger = keras.Model([spelling, definition], keras.layers.Dense(4, activation="softmax")(notes))
tagger.compile(loss="sparse_categorical_crossentropy")
### END SOLUTION

# %% grade="two_branches"
assert tagger is not ..., "Exercise two_branches: replace the dots by a model."
assert isinstance(tagger, keras.Model), "Exercise two_branches: tagger is not a Keras model."
assert len(tagger.inputs) == 2, f"Exercise two_branches: the model has {len(tagger.inputs)} input(s)."
said = tagger({"spelling": spelling_rows[:5], "definition": definition_rows[:5]})
assert said.shape[0] == 5, "Exercise two_branches: five words went in, so five answers should come out."
assert tagger.compiled, "Exercise two_branches: the model is not compiled yet."

# %% [markdown]
# ## One text, three questions
#
# A well-known lesson on the internet takes people's posts and guesses three things about the writer: the **age** (a number), the **income** (one of ten groups) and the **gender** (yes or no). We have no such posts, and would rather not guess such things about anybody. Our task has the same shape.
# From a noun's definition:
#
# | output | question | kind |
# |---|---|---|
# | `depth` | how many steps up to *entity*, the root of all kinds of things? | a number, 1 to 18 |
# | `field` | which field does it belong to? | one of twelve |
# | `named` | is it one single thing with a name, such as a town? | yes or no |

# %%
nouns = pd.read_csv(DATA / "definitions" / "nouns.csv.gz")
nouns = nouns.iloc[np.random.default_rng(4).permutation(len(nouns))[:8000]].reset_index(drop=True)
noun_vocabulary = vocabulary_of(nouns["definition"][:6000], WORD, 3999)
nouns_x = numbers(nouns["definition"], WORD, noun_vocabulary, 14)
fields = sorted(set(nouns["field"]))
nouns_y = {
    "depth": nouns["depth"].to_numpy("float32"),
    "field": nouns["field"].map(fields.index).to_numpy(),
    "named": nouns["named"].to_numpy("float32"),
}
for column in ["word", "definition", "depth", "field", "named"]:
    print(f"{column:10} {nouns[column][1]}")

# %% [markdown]
# All three questions are about the same words, so they share a **trunk**. For a change, the reader is a `Conv1D(48, 3)`: 48 little patterns slide along the text and look at **three words at a time**. `GlobalMaxPooling1D` keeps, for each pattern, the best match
# anywhere in the text. It is much faster than an LSTM, and sees order only within three words.
#
# The function builds the model with the loss weights that you give it.


# %%
def three_questions(loss_weights):
    """Return a network with one trunk and the outputs depth, field and named; compiled."""
    keras.utils.set_random_seed(4)
    text = keras.Input(shape=(14,))
    path = keras.layers.Embedding(len(noun_vocabulary) + 1, 24)(text)
    path = keras.layers.Conv1D(48, 3, activation="relu")(path)
    path = keras.layers.GlobalMaxPooling1D()(path)
    path = keras.layers.Dense(32, activation="relu")(path)
    outputs = {
        "depth": keras.layers.Dense(1, name="depth")(path),
        "field": keras.layers.Dense(len(fields), activation="softmax", name="field")(path),
        "named": keras.layers.Dense(1, activation="sigmoid", name="named")(path),
    }
    model = keras.Model(text, outputs)
    model.compile(
        loss={
            "depth": "mse",
            "field": "sparse_categorical_crossentropy",
            "named": "binary_crossentropy",
        },
        loss_weights=loss_weights,
        metrics={"depth": ["mae"], "field": ["accuracy"], "named": ["accuracy"]},
        optimizer=keras.optimizers.Adam(0.005),
    )
    return model


fresh = three_questions(None)
draw(fresh)

# %% [markdown]
# *Picture:* one column: an input of 14, Embedding (14 × 24), Conv1D (12 × 48), GlobalMaxPooling1D (48), Dense (32). Below, three arrows fan out to the outputs `depth` (1), `field` (12) and `named` (1).
#
# ## Losses of different scale
#
# The network follows the **sum** of its losses. **Predict before you run:** of a fresh network, which knows nothing yet, which of the three losses is the largest, and what share of the sum has it?

# %% tags=["demonstration"]
noun_rows, noun_check = slice(0, 6000), slice(6000, None)
check_y = {name: column[noun_check] for name, column in nouns_y.items()}
start = fresh.evaluate(nouns_x[noun_check], check_y, return_dict=True, verbose=0)
for name in nouns_y:
    print(f"{name}: loss {start[f'{name}_loss']:.0f}, share {start[f'{name}_loss'] / start['loss']:.0%}")

# %% [markdown]
# 96 % of what the network follows is `depth`. Not because depth matters more: because it is counted in steps and squared. A fresh network says about 0, and the mean of depth² is 70. With twelve classes and no idea, a cross-entropy is $\ln 12 = 2.48$; with two it is $\ln 2 = 0.69$. Had
# depth been told in millimetres, it would be a million times as loud.
#
# A cure is to give each loss the weight **1 / its loss at the start**. Then all three begin at 1:
#
# $$0.014 \cdot 70 \approx 1 \qquad 0.40 \cdot 2.48 \approx 1 \qquad 1.45 \cdot 0.69 \approx 1$$
#
# **Predict before you run:** always the commonest field is right in about 0.09. After three epochs, how good is each of the two networks, without weights and with?

# %% tags=["demonstration"]
weights = {name: 1 / start[f"{name}_loss"] for name in nouns_y}
known_y = {name: column[noun_rows] for name, column in nouns_y.items()}
after = {}
for called, loss_weights in {"no weights": None, "weighted": weights}.items():
    model = three_questions(loss_weights)
    model.fit(nouns_x[noun_rows], known_y, batch_size=64, epochs=3, verbose=0)
    after[called] = model.evaluate(nouns_x[noun_check], check_y, return_dict=True, verbose=0)
for called, score in after.items():
    print(f"{called}: field above 0.50: {score['field_accuracy'] > 0.5}")
    print(f"{called}: named above 0.95: {score['named_accuracy'] > 0.95}")
    print(f"{called}: depth off by less than 1.75: {score['depth_mae'] < 1.75}")

# %% [markdown]
# Without weights the field is right in about 0.2, and `named` stays at its baseline of 0.91: always "no". With weights about 0.65 and 0.97, from the same data in the same time. It isn't free: without weights the network was off by about 1.5 steps in depth, with weights by about 1.6, hardly better than always the middle
# depth, which is off by 1.65. Weights say **what you care about**. They don't make the network larger.
#
# Two old habits raise errors now. A flat list of metrics belongs to nobody when there are several outputs:

# %% tags=["demonstration", "raises-exception"]
fresh.compile(loss="mse", metrics=["mae"])
fresh.evaluate(nouns_x[noun_check], check_y, verbose=0)

# %% [markdown]
# The error asks for a dict, as above. And only one noun in ten is `named`; so you might reach for `class_weight`, as in lesson 01:

# %% tags=["demonstration", "raises-exception"]
again = three_questions(weights)
again.fit(nouns_x[noun_rows], known_y, class_weight={0: 1.0, 1: 9.0}, verbose=0)

# %% [markdown]
# Of which output would class 1 be? Read the error. The current way is a `sample_weight` for each output: one number a row, in a dict with **all** the outputs' names. `fit` and `evaluate` both take it.

# %% tags=["demonstration"]
counts = {name: np.ones(2000) for name in nouns_y}
counts["named"] = np.where(check_y["named"] == 1, 9.0, 1.0)
score = again.evaluate(nouns_x[noun_check], check_y, sample_weight=counts, return_dict=True, verbose=0)
print("the rare ones count more:", score["named_loss"] > 1.4 * start["named_loss"])

# %% [markdown]
# ### Your turn: `three_heads`
#
# Films: of each, the title page (title, director, genres, language, country) is one text of 16 words' numbers, 0 to 2,999. Build and compile `film_card`, with one input of 16 numbers, and:
#
# - a trunk for all: `Embedding`, a `Conv1D` with an activation, and a pooling that leaves one row of numbers a film. Sizes are yours;
# - outputs `rating` (a number from 0 to 10), `decade` (one of **eight**, 1940s to 2010s, labels 0 to 7) and `fresh` (yes or no, 0 or 1), side by side on the trunk;
# - a loss for each, MSE for the number. **Loss weights** so that for a fresh network none of the three weighted losses is more than **1.3 times** another;
# - metrics: the mean absolute error of `rating`, the accuracy of `decade` and of `fresh`. No training.
#
# <details><summary>Hint</summary>A fresh network says about 0 for a number, and gives each class the same probability. What does each loss cost then? <code>film_y</code> tells the first, a logarithm the others.</details>
# <details><summary>Deeper hint</summary>The mean of <code>film_y["rating"] ** 2</code>, <code>np.log(8)</code>, <code>np.log(2)</code>: each weight is 1 over that. Losses, weights and metrics are dicts with the outputs' names as keys.</details>

# %%
films = pd.read_csv(DATA / "films" / "films.csv.gz")
films = films.iloc[np.random.default_rng(6).permutation(len(films))[:3000]].reset_index(drop=True)
pages = films[["title", "director", "genres", "language", "country"]].agg(" ".join, axis=1)
film_vocabulary = vocabulary_of(pages, WORD, 2999)
film_x = numbers(pages, WORD, film_vocabulary, 16)
film_y = {
    "rating": films["rating"].to_numpy("float32"),
    "decade": (films["year"] // 10 - 194).to_numpy(),
    "fresh": films["fresh"].to_numpy("float32"),
}
print(film_x.shape, "numbers up to", film_x.max(), "decades:", np.unique(film_y["decade"]))

# %% solution="three_heads"
film_card = ...
### BEGIN SOLUTION
page = keras.Input(shape=(16,))
trunk = keras.layers.Embedding(3000, 24)(page)
trunk = keras.layers.Conv1D(32, 3, activation="relu")(trunk)
trunk = keras.layers.GlobalMaxPooling1D()(trunk)
heads = {
    "rating": keras.layers.Dense(1)(trunk),
    "decade": keras.layers.Dense(8, activation="softmax")(trunk),
    "fresh": keras.layers.Dense(1, activation="sigmoid")(trunk),
}
film_card = keras.Model(page, heads)
film_card.compile(
    loss={
        "rating": "mse",
        "decade": "sparse_categorical_crossentropy",
        "fresh": "binary_crossentropy",
    },
    loss_weights={"rating": 0.026, "decade": 0.48, "fresh": 1.44},
    metrics={"rating": ["mae"], "decade": ["accuracy"], "fresh": ["accuracy"]},
)
### END SOLUTION

# %% grade="three_heads"
assert film_card is not ..., "Exercise three_heads: replace the dots by a model."
assert isinstance(film_card, keras.Model), "Exercise three_heads: film_card is not a Keras model."
assert len(film_card.outputs) == 3, f"Exercise three_heads: it has {len(film_card.outputs)} output(s)."
assert film_card.compiled, "Exercise three_heads: the model is not compiled yet."

# %% [markdown]
# ## One layer, two inputs
#
# Two definitions. Do they come from the **same field**? That asks the same of both texts, so let **the same reader** read both. In Keras you make the layer once, keep it under a name, and call it twice. **Predict before you run:** how many parameters has a layer after its second call?

# %%
table, note = keras.layers.Embedding(len(noun_vocabulary) + 1, 24), keras.layers.LSTM(24)
left, right = keras.Input(shape=(14,), name="left"), keras.Input(shape=(14,), name="right")
left_note, right_note = note(table(left)), note(table(right))
shared = keras.Model([left, right], [left_note, right_note])
print("after two calls:", shared.count_params(), "table:", table.count_params(), "LSTM:", note.count_params())
draw(shared)

# %% [markdown]
# *Picture:* two inputs, `left` and `right`, with arrows into one and the same Embedding box, and from it into one and the same LSTM box.
#
# 4,000 × 24 + 4 × (24 + 24 + 1) × 24 = 100,704, once. Parameters belong to the **object**, not to the call. Twins who learn together: what the reader learns from a text on the left, it knows on the right. Such a pair is called *Siamese*.
#
# The usual slip is to write the **class** twice: `LSTM(24)(…)` here and `LSTM(24)(…)` there. That makes two strangers. Both run, no error. Count the parameters, or ask whether a text gets the same note on both sides:

# %%
strangers = [keras.layers.LSTM(24)(keras.layers.Embedding(4000, 24)(end)) for end in (left, right)]
apart = keras.Model([left, right], strangers)
for called, model in {"shared": shared, "apart": apart}.items():
    one, other = model.predict((nouns_x[:5], nouns_x[:5]), verbose=0)
    print(f"{called}: {model.count_params()} parameters, same note: {np.allclose(one, other, atol=1e-5)}")

# %% [markdown]
# ## Alike or not
#
# Notes side by side must become one answer, and it should not matter which text is left: *alike* is **symmetric**. `Concatenate` is not: swapped inputs give another row. The **distance** $|a - b|$ is: $|0.2 - 0.7| = |0.7 - 0.2| = 0.5$.
#
# Tensors are symbolic, so a function of TensorFlow can't take them. Old examples do that in a `Lambda` or bare:

# %% tags=["raises-exception"]
tf.abs(left_note - right_note)

# %% [markdown]
# Read the third sentence: only a Keras layer or a Keras operation. The operations live in `keras.ops`, and have NumPy's names:

# %%
distance = keras.ops.abs(left_note - right_note)
print(type(distance).__name__, distance.shape)

# %% [markdown]
# Pairs of definitions now, half of them from one field. We take six fields: persons, animals, food, plants, bodies and acts. Baseline: call two definitions alike when they have enough words in common.


# %%
def pairs(groups, count, seed):
    """Return row numbers of left and right partners, half of one group, and 1 where they are."""
    left, right = np.random.default_rng(seed).integers(len(groups), size=(2, 20 * count))
    same = groups[left] == groups[right]
    chosen = np.concatenate([np.flatnonzero(same)[: count // 2], np.flatnonzero(~same)[: count // 2]])
    return left[chosen], right[chosen], same[chosen].astype("float32")


six = np.flatnonzero(nouns["field"].isin(["person", "animal", "food", "plant", "body", "act"]))
learn, judge = six[six < 6000], six[six >= 6000]
a, b, alike_y = pairs(nouns_y["field"][learn], 6000, seed=1)
c, d, judged_y = pairs(nouns_y["field"][judge], 2000, seed=2)
pair_x, judged_x = [nouns_x[learn][a], nouns_x[learn][b]], [nouns_x[judge][c], nouns_x[judge][d]]
sets = [set(row) - {0} for row in nouns_x[judge]]
common = np.array([len(sets[one] & sets[other]) for one, other in zip(c, d, strict=True)])
best = max(np.mean((common >= least) == judged_y) for least in range(1, 6))
print(len(learn), len(judge), "words in common, accuracy between 0.50 and 0.62:", 0.50 < best < 0.62)

# %% [markdown]
# Hardly better than a coin, because most words in common are *a*, *of* and *the*. Now a shared reader, and two that learn apart. Everything else is the same. **Predict before you run:** which wins, and by how much?


# %% tags=["demonstration"]
def similarity(shared):
    """Return a network that says whether two definitions are alike, with one reader or with two."""
    keras.utils.set_random_seed(4)
    left, right = keras.Input(shape=(14,), name="left"), keras.Input(shape=(14,), name="right")
    reader = keras.Sequential([keras.layers.Embedding(4000, 24), keras.layers.LSTM(24)])
    other = reader if shared else keras.Sequential([keras.layers.Embedding(4000, 24), keras.layers.LSTM(24)])
    distance = keras.ops.abs(reader(left) - other(right))
    hidden = keras.layers.Dense(16, activation="relu")(distance)
    model = keras.Model([left, right], keras.layers.Dense(1, activation="sigmoid")(hidden))
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
    return model


twins, strangers = similarity(shared=True), similarity(shared=False)
for called, model in {"one reader": twins, "two readers": strangers}.items():
    model.fit(pair_x, alike_y, batch_size=128, epochs=3, verbose=0)
    score = model.evaluate(judged_x, judged_y, return_dict=True, verbose=0)["accuracy"]
    print(f"{called}: accuracy above 0.64: {score > 0.64}, parameters: {model.count_params()}")

# %% [markdown]
# One reader is right in about 0.7, two readers in about 0.5: no better than the coin, with twice the parameters. Two strangers write their notes in two languages, and a distance between languages means nothing. Sharing bought everything here.
#
# And swapped? **Predict before you run.**

# %% tags=["demonstration"]
straight = twins.predict(judged_x, verbose=0)
swapped = twins.predict(judged_x[::-1], verbose=0)
print("symmetric:", np.allclose(straight, swapped, atol=1e-4))

# %% [markdown]
# ### Your turn: `alike`
#
# A famous pair needs no weights behind the notes at all. It says
#
# $$\text{alike} = e^{-(|a_1 - b_1| + |a_2 - b_2| + \dots)}$$
#
# For equal notes that is $e^0 = 1$; for notes that are 2 apart in all, $e^{-2} = 0.14$. Build `alike`, with inputs `left` and `right` of **14** numbers (from 0 to 3,999), **one** `Embedding` of 24 numbers and **one** `LSTM` of 24 that read both, and this answer, of shape `(None, 1)`. No training, no compiling.
#
# <details><summary>Hint</summary>Which two objects are made once and called twice? The rest is three operations of <code>keras.ops</code>, and a minus.</details>
# <details><summary>Deeper hint</summary><code>abs</code>, <code>sum</code> and <code>exp</code>. The sum runs along the last axis; <code>keepdims=True</code> keeps the shape <code>(None, 1)</code>. Test it with a text and itself: 1.</details>

# %% solution="alike"
alike = ...
### BEGIN SOLUTION
one = keras.Input(shape=(14,), name="left")
other = keras.Input(shape=(14,), name="right")
lookup = keras.layers.Embedding(4000, 24)
remember = keras.layers.LSTM(24)
gap = keras.ops.abs(remember(lookup(one)) - remember(lookup(other)))
alike = keras.Model([one, other], keras.ops.exp(-keras.ops.sum(gap, axis=-1, keepdims=True)))
### END SOLUTION

# %% grade="alike"
assert alike is not ..., "Exercise alike: replace the dots by a model."
assert isinstance(alike, keras.Model), "Exercise alike: this is not a Keras model."
assert len(alike.inputs) == 2, f"Exercise alike: the model has {len(alike.inputs)} input(s)."
said = alike({"left": nouns_x[:5], "right": nouns_x[5:10]})
assert said.shape[0] == 5, "Exercise alike: five pairs went in, so five answers should come out."

# %% [markdown]
# ## A model is a layer
#
# In `similarity`, `reader` was a whole model, called like a layer. That is general: **a model can be called on a tensor**, and brings all its layers and weights along. So you can build the eye once, and let it look at a left and a right picture.
#
# Fashion-MNIST again. Do two pictures show the same kind of clothing? The eye is a small convolutional **base**: it makes 16 numbers of a picture. (Lessons 10 and 11 open it up. Here it is a part.) First a baseline without learning: pictures are alike when their pixels are.

# %%
(pictures, kinds), _ = keras.datasets.fashion_mnist.load_data()
pictures, kinds = (pictures[:8000] / 255).astype("float32")[..., None], kinds[:8000]
one, other, same_y = pairs(kinds[:6000], 6000, seed=1)
p, q, seen_y = pairs(kinds[6000:], 2000, seed=2)
looked, seen = [pictures[one], pictures[other]], [pictures[6000:][p], pictures[6000:][q]]
far = np.sqrt(np.mean((seen[0] - seen[1]) ** 2, axis=(1, 2, 3)))
best = max(np.mean((far < most) == seen_y) for most in np.quantile(far, np.linspace(0.1, 0.9, 17)))
print("distance of pixels, accuracy between 0.66 and 0.78:", 0.66 < best < 0.78)


# %%
def eye_of(name):
    """Return a small convolutional base: a picture in, 16 numbers out."""
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            keras.layers.Conv2D(8, 3, strides=2, activation="relu"),
            keras.layers.Conv2D(16, 3, strides=2, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(16, activation="relu"),
        ],
        name=name,
    )


keras.utils.set_random_seed(4)
eye = eye_of("eye")
left, right = keras.Input(shape=(28, 28, 1), name="left"), keras.Input(shape=(28, 28, 1), name="right")
distance = keras.ops.abs(eye(left) - eye(right))
hidden = keras.layers.Dense(16, activation="relu")(distance)
same_kind = keras.Model([left, right], keras.layers.Dense(1, activation="sigmoid")(hidden))
draw(same_kind)

# %% [markdown]
# *Picture:* `left` and `right`, each (28, 28, 1), lead into one box `eye` of class Sequential, which gives (None, 16). From it a single arrow goes down to Subtract, which takes (None, 16) twice, and on to Absolute, Dense (16) and Dense (1).
#
# In the picture, and among `same_kind.layers`, the eye is **one box**, with four layers inside. One arrow out of it stands for both calls: read the input shapes of the next box. **Predict before you run:** the pixels gave about 0.73. What does the shared eye give, with three epochs?

# %%
same_kind.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.004), metrics=["accuracy"])
same_kind.fit(looked, same_y, batch_size=64, epochs=3, verbose=0)
score = same_kind.evaluate(seen, seen_y, return_dict=True, verbose=0)["accuracy"]
print("one eye, accuracy above 0.80:", score > 0.80)
print("parameters:", same_kind.count_params(), "of which the eye's:", eye.count_params())

# %% [markdown]
# About 0.86. And since the eye is a model of its own, it has learned, too: you can take it out and use it elsewhere. That is the point of building with models.
#
# The slip of the last section has a twin here. A **function** that builds a base builds a new one each time it is called. `eye_of("a")(left)` and `eye_of("b")(right)` are two eyes.
#
# A base needn't be your own. `keras.applications` has dozens; here is Xception, without its ending, for small pictures. With a network, the line
#
# ```python
# base = keras.applications.Xception(weights="imagenet", include_top=False, pooling="avg", input_shape=(71, 71, 3))
# ```
#
# loads weights that were trained on over a million photographs. `weights=None` gives the same graph with fresh weights, and needs no network.

# %% tags=["demonstration"]
base = keras.applications.Xception(
    weights=None, include_top=False, pooling="avg", input_shape=(71, 71, 3), name="base"
)
left_view = keras.Input(shape=(71, 71, 3), name="left_view")
right_view = keras.Input(shape=(71, 71, 3), name="right_view")
views = keras.layers.Concatenate()([base(left_view), base(right_view)])
cameras = keras.Model([left_view, right_view], keras.layers.Dense(1, activation="sigmoid")(views))
print("layers inside the base:", len(base.layers), "layers of the model:", len(cameras.layers))
print("parameters:", base.count_params(), cameras.count_params())
draw(cameras)

# %% [markdown]
# *Picture:* `left_view` and `right_view`, each (71, 71, 3), lead into one box `base` of class Functional, which gives (None, 2048). A single arrow goes on to a Concatenate, which takes (None, 2048) twice and gives (None, 4096), and then to a Dense of 1.
#
# 133 layers in one box. Used twice, the base's 20,861,480 parameters are there **once**; the new ending adds 2 × 2048 + 1 = 4,097. Two bases would cost as many again.
#
# ### Your turn: `two_eyes`
#
# The trained `eye` gets a new job. The shop wants to know of a left and a right picture: **0** the same kind, **1** another kind from the same shelf (shoes with shoes, tops with tops), **2** from different shelves. Labels are such integers. Build and compile `shelves`:
#
# - inputs `left` and `right`, of shape (28, 28, 1); **the lesson's `eye`** looks at both;
# - what it says of the two is joined side by side, 32 numbers; then a `Dense` of 32 with `relu`, and the ending for one of three;
# - the loss that fits ending and labels. No training.
#
# <details><summary>Hint</summary>No new convolution, no copy: which name holds the eye? Where does a model stand when it is used as a layer?</details>
# <details><summary>Deeper hint</summary><code>eye(…)</code> is called on each of the two inputs. The rest is a <code>Concatenate</code> and two <code>Dense</code> layers.</details>

# %% solution="two_eyes"
shelves = ...
### BEGIN SOLUTION
left_picture = keras.Input(shape=(28, 28, 1), name="left")
right_picture = keras.Input(shape=(28, 28, 1), name="right")
left_seen = eye(left_picture)
right_seen = eye(right_picture)
both_seen = keras.layers.Concatenate()([left_seen, right_seen])
thought = keras.layers.Dense(32, activation="relu")(both_seen)
shelves = keras.Model([left_picture, right_picture], keras.layers.Dense(3, activation="softmax")(thought))
shelves.compile(loss="sparse_categorical_crossentropy")
### END SOLUTION

# %% grade="two_eyes"
assert shelves is not ..., "Exercise two_eyes: replace the dots by a model."
assert isinstance(shelves, keras.Model), "Exercise two_eyes: shelves is not a Keras model."
assert len(shelves.inputs) == 2, f"Exercise two_eyes: the model has {len(shelves.inputs)} input(s)."
assert shelves({"left": pictures[:5], "right": pictures[5:10]}).shape[0] == 5, (
    "Exercise two_eyes: five pairs went in, so five answers should come out."
)
assert shelves.compiled, "Exercise two_eyes: the model is not compiled yet."

# %% [markdown]
# ## What can't be drawn
#
# Forks, joins, shared layers, models in models: what can *not* be drawn? Try to feed an output **back**. The sum needs `memory`, and `memory` needs the sum:

# %% tags=["raises-exception"]
x = keras.Input(shape=(4,), name="x")
memory = keras.layers.Dense(4)(keras.layers.Add()([x, memory]))

# %% [markdown]
# You can only call a layer on a tensor that is there already. So every arrow leads from something made earlier to something made later, and no way leads back: the graph is **directed** (arrows) and **acyclic** (no circles), a *DAG*. That is no whim of Keras. A network is computed layer by layer, and each layer has to wait
# for what goes into it. Python can look for such an order. Each entry says what a layer waits for:

# %%
wide_and_deep = {"deep": ["x"], "join": ["x", "deep"], "y": ["join"]}
print(list(TopologicalSorter(wide_and_deep).static_order()))

# %% [markdown]
# An order exists, so it can be drawn. With the feedback, `sum` waits for `memory` and `memory` for `sum`:

# %% tags=["raises-exception"]
list(TopologicalSorter({"sum": ["x", "memory"], "memory": ["sum"], "y": ["memory"]}).static_order())

# %% [markdown]
# And yet an LSTM *is* a feedback: its note goes back in with the next word. The way out is to **unroll**. Say how many rounds there are, and draw each round with the **same layer object**. Here a layer is called on what it gave itself:

# %%
step = keras.layers.Dense(4, activation="tanh", name="step")
first_round = step(x)
second_round = step(first_round)
two_rounds = keras.Model(x, second_round)
print("layers:", len(two_rounds.layers), "parameters:", two_rounds.count_params())
draw(two_rounds)

# %% [markdown]
# *Picture:* an input `x` of 4, an arrow to the box `step`, and an arrow that leaves `step` and comes back to it.
#
# Is that a circle? The picture shows **layers**, each once, and so it seems. The graph is of **tensors**: `x` → `first_round` → `second_round`, three different ones in a row. One layer, 4 × 4 + 4 = 20 parameters, two calls. An LSTM does the same inside, a round for each word. With 30 words, 30 unshared readers of 3,936 parameters would make
# 118,080; sharing leaves 3,936, and a story of 40 words costs nothing more.
#
# ### Your turn: `three_rounds`
#
# 1. `drawable`: a list of the names of those `wirings` that can be drawn. Each entry says what a layer waits for; `x` is the input.
# 2. `rounds`: a network with an input of **6** numbers, and a memory of 6 that is fed back for **three** rounds. In the first, **one** `Dense` layer of 6 with `tanh` takes the input. In the second and third the same layer takes the **sum** of input and memory, which is what the round before gave. After the third, **one** more `Dense`
#    gives any number.
#
# <details><summary>Hint</summary>Can you find an order in which nobody waits for somebody later? And for <code>rounds</code>: which object is made once, and called three times?</details>
# <details><summary>Deeper hint</summary><code>TopologicalSorter(wiring).prepare()</code> raises an error for a circle. A round is <code>memory = step(keras.layers.Add()([x, memory]))</code>: the name is used again, the tensor is a new one.</details>

# %%
wirings = {
    "pile": {"h1": ["x"], "h2": ["h1"], "y": ["h2"]},
    "ring": {"h1": ["x", "h3"], "h2": ["h1"], "h3": ["h2"], "y": ["h3"]},
    "skip": {"h1": ["x"], "sum": ["x", "h1"], "y": ["sum"]},
    "twins": {"h1": ["x"], "h2": ["x"], "y": ["h1", "h2"]},
    "mirror": {"h1": ["x", "h2"], "h2": ["x", "h1"], "y": ["h2"]},
    "ladder": {"h1": ["x"], "h2": ["x", "h1"], "h3": ["x", "h1", "h2"], "y": ["h3", "h1"]},
}

# %% solution="three_rounds"
drawable = ...
rounds = ...
### BEGIN SOLUTION
drawable = ["pile", "skip", "twins", "ladder"]
six_numbers = keras.Input(shape=(6,))
think = keras.layers.Dense(6, activation="tanh")
once = think(six_numbers)
again = think(six_numbers + once)
finally_said = think(six_numbers + again)
rounds = keras.Model(six_numbers, keras.layers.Dense(1)(finally_said))
### END SOLUTION

# %% grade="three_rounds"
assert drawable is not ..., "Exercise three_rounds: set drawable, too."
assert set(drawable) <= set(wirings), "Exercise three_rounds: drawable holds names that no wiring has."
assert rounds is not ..., "Exercise three_rounds: replace the dots by a model."
assert isinstance(rounds, keras.Model), "Exercise three_rounds: rounds is not a Keras model."
assert rounds(np.ones((5, 6), "float32")).shape == (5, 1), (
    "Exercise three_rounds: five rows of six numbers should give five numbers."
)

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - read two texts with two branches, and seen the score rise with the question, and again with the order of the words;
# - met three losses of different scale, and weighed them, so that the loudest does not take all;
# - shared one reader between two inputs, and seen two strangers fail where twins learn;
# - used a model as a layer, for a left and a right picture, with its parameters counted once;
# - found out why a circle can't be drawn, and unrolled one.
#
# One test goes with all of it: change one input, or swap two, and see what the answer does. In lesson 05 the graph itself gives way to code of your own.
#
# **Where the ideas come from.** Siamese networks: J. Bromley and others, *Signature Verification using a "Siamese" Time Delay Neural Network*, 1993. The similarity of the exercise: J. Mueller and A. Thyagarajan, *Siamese Recurrent Architectures for Learning Sentence Similarity*, 2016. LSTM: S. Hochreiter and J. Schmidhuber,
# *Long Short-Term Memory*, 1997. Stories with questions: J. Weston and others, *Towards AI-Complete Question Answering*, 2015. Posts with three outputs, and one base on two pictures: F. Chollet, *Deep Learning with Python*, 2017. Xception: F. Chollet, *Xception: Deep Learning with Depthwise Separable Convolutions*, 2017. Documentation:
# [the functional API](https://keras.io/guides/functional_api/), [Embedding](https://keras.io/api/layers/core_layers/embedding/), [LSTM](https://keras.io/api/layers/recurrent_layers/lstm/), [keras.applications](https://keras.io/api/applications/).
