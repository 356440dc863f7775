# %% [markdown]
# # 04 · Layer graphs: branches, shared layers, models as layers
#
# In lesson 03 every layer was called once, on a table of numbers. Now the inputs are texts and pictures, one layer is called on two of them, and a whole model takes the place of a layer. What stays is the graph: tensors, and layers called on them.
#
# In this lesson you
#
# - *encode* two texts with two branches of Embedding and LSTM, and join them;
# - *pad* sequences to one length, and *mask* the padding;
# - *compute* a convolution by hand, and count its parameters;
# - *weigh* losses of different scale, so that no output dominates the others;
# - *share* one layer, or one whole model, between two inputs;
# - *decide* which wirings can be drawn as a graph, and unroll one that can't.
#
# **Before you start:** lessons 01 to 03, above all several inputs and outputs.
#
# **Time:** 120 minutes. A good place for a break is marked in the middle.

# %%
import coursework

DATA = coursework.setup(seed=3)

import re
import tempfile
from collections import Counter
from graphlib import TopologicalSorter

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf


# %%
def draw(model):
    """Show a model as a picture of its graph, with names and shapes."""
    with tempfile.TemporaryDirectory() as folder:
        return keras.utils.plot_model(
            model,
            to_file=f"{folder}/model.png",
            show_shapes=True,
            show_layer_names=True,
            dpi=60,
        )


# %% [markdown]
# ## Stories with questions
#
# Ana, Ben and a dog walk about and carry things. Only the **last** place of each counts. A question asks where somebody or something is. The stories are made by the course; we take those of up to five sentences.

# %%
stories = pd.read_csv(DATA / "stories" / "stories.csv.gz")
stories = stories[stories["story"].str.count(r"\.") <= 5]
order = np.random.default_rng(4).permutation(len(stories))
stories = stories.iloc[order].reset_index(drop=True)
print(stories["story"][3])
print(stories["question"][3])
print(stories["answer"][3])

# %% [markdown]
# A network takes numbers. In lesson 03 a text became a **bag of words**: one column for each word, and the order of the words was lost. To keep the order, every word gets a number. The list of all words with their numbers is the **vocabulary**. A text becomes a **sequence**: the row of its words' numbers.
#
# All rows of an array are equally long, so short sequences are filled up with *0*, which is no word's number. This is called **padding**. Here the zeros stand in *front*, and the text comes last. (Keras has a layer for all this, `TextVectorization`, which puts the zeros behind; lesson 09 uses it. The two functions below show what it does.)


# %%
def vocabulary_of(texts, pattern, size):
    """Return a number for each of the most frequent words: 1, 2, 3 …"""
    counts = Counter()
    for text in texts:
        counts.update(re.findall(pattern, text.lower()))
    words = [word for word, _ in counts.most_common(size)]
    return {word: number for number, word in enumerate(words, start=1)}


# %%
def token_rows(texts, pattern, vocabulary, length, padding="pre"):
    """Return each text as a row of its words' numbers, padded with 0."""
    sequences = []
    for text in texts:
        words = re.findall(pattern, text.lower())
        known = [vocabulary[word] for word in words if word in vocabulary]
        sequences.append(known)
    return keras.utils.pad_sequences(sequences, maxlen=length, padding=padding)


# %%
WORD = "[a-z]+"
all_texts = pd.concat([stories["story"], stories["question"]])
vocabulary = vocabulary_of(all_texts, WORD, size=100)
x_story = token_rows(stories["story"], WORD, vocabulary, length=30)
x_question = token_rows(stories["question"], WORD, vocabulary, length=4)
places = sorted(set(stories["answer"]))
y_place = stories["answer"].map(places.index).to_numpy()
print("stories:", x_story.shape, "questions:", x_question.shape)
print("words:", len(vocabulary), "places:", len(places))
print(stories["question"][3], "→", x_question[3])

# %% [markdown]
# The first 3,800 stories are for training, the rest for validation. First a baseline: bags of words and a linear model. **Predict before you run:** there are twelve places, and a story names a few of them. How often is a model right that gets the story, but not the question?

# %%
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import RidgeClassifier

train, valid = slice(0, 3800), slice(3800, None)
story_bag = CountVectorizer().fit_transform(stories["story"])
question_bag = CountVectorizer().fit_transform(stories["question"])
story_bag, question_bag = story_bag.toarray(), question_bag.toarray()
both_bags = np.hstack([story_bag, question_bag])
for name, bags in [("story", story_bag), ("story + question", both_bags)]:
    linear = RidgeClassifier().fit(bags[train], y_place[train])
    accuracy = linear.score(bags[valid], y_place[valid])
    print(f"{name}: accuracy {accuracy:.2f}")

# %% [markdown]
# The story alone gives 0.46, story and question 0.80. That is what the second input is worth. A bag can't give the rest: it holds *kitchen* and *attic*, and not which of them came last.
#
# ## Two branches
#
# Two new layers work on sequences.
#
# - **Embedding** is a table with a row of weights for each word: the word's number picks its row. `Embedding(37, 16)` has a row of 16 weights for each of the 36 words and for the 0: 37 × 16 = 592 parameters.
# - **LSTM** (long short-term memory) goes through the rows *one after the other*, and updates a **hidden state**: numbers that sum up what it has met so far. After the last word the hidden state is the layer's output, an **encoding** of the text. `LSTM(24)` has a hidden state of 24 numbers. Inside are four small layers of 24 units, each with 16 + 24 inputs and a bias: 4 × (16 + 24 + 1) × 24 = 3,936 parameters, however long the text is: the same weights are used at each word.
#
# Story and question get a **branch** each: layers of their own, side by side in the graph. Then the two encodings are joined.

# %%
keras.utils.set_random_seed(4)
story = keras.Input(shape=(30,), name="story")
story_rows = keras.layers.Embedding(
    input_dim=37, output_dim=16, name="story_embedding"
)(story)
story_encoding = keras.layers.LSTM(units=24, name="story_lstm")(story_rows)

question = keras.Input(shape=(4,), name="question")
question_rows = keras.layers.Embedding(
    input_dim=37, output_dim=16, name="question_embedding"
)(question)
question_encoding = keras.layers.LSTM(units=24, name="question_lstm")(
    question_rows
)

# %%
joined = keras.layers.Concatenate(name="join")(
    [story_encoding, question_encoding]
)
hidden = keras.layers.Dense(64, activation="relu", name="hidden")(joined)
place = keras.layers.Dense(12, activation="softmax", name="place")(hidden)
story_model = keras.Model(inputs=[story, question], outputs=place)
draw(story_model)

# %% [markdown]
# *Picture:* two columns side by side. On the left an input of 30 numbers, an Embedding that gives (None, 30, 16), an LSTM that gives (None, 24). On the right the same for an input of 4 numbers. Both lead into a Concatenate of 48; below it stand Dense (64) and Dense (12).
#
# Follow the shapes: 30 numbers, 30 rows of 16, one encoding of 24. Older books give the Embedding the text's length, too (`input_length=30`). Keras 3 warns about that argument: the length is known from the input. Leave it out.
#
# Now train. **Predict before you run:** the bags gave 0.80. What will the two branches reach after four epochs?

# %% tags=["demonstration", "tolerance-30%"]
story_model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.02),
    metrics=["accuracy"],
)
history = story_model.fit(
    [x_story[train], x_question[train]],
    y_place[train],
    batch_size=64,
    epochs=4,
    validation_data=([x_story[valid], x_question[valid]], y_place[valid]),
    verbose=2,
)

# %% [markdown]
# Each epoch has 60 steps of 64 stories. The last validation accuracy is about 0.96, give or take 0.03. From 0.80 to 0.96: that is what the *order* of the words is worth.
#
# A wrong join gives no error. Here the list holds the story's encoding twice. The question is still an input of the model. **Predict before you run:** will Keras complain?

# %% tags=["demonstration"]
wrong_join = keras.layers.Concatenate()([story_encoding, story_encoding])
wrong_place = keras.layers.Dense(12, activation="softmax")(wrong_join)
wrong_model = keras.Model(inputs=[story, question], outputs=wrong_place)
other_questions = x_question[valid][::-1]
first = wrong_model([x_story[valid], x_question[valid]])
second = wrong_model([x_story[valid], other_questions])
print("same outputs for other questions:", np.allclose(first, second))

# %% [markdown]
# Keras does not complain. The model takes a question and ignores it: no path leads from that input to the output. So test each join like this: **change one input alone, and see whether the output changes.**
#
# ### Exercise `two_branches`
#
# A dictionary, WordNet, gives a word's **spelling** and its **definition**. Is the word a noun, a verb, an adjective or an adverb? Build and compile `tagger`:
#
# - inputs named `spelling` (16 numbers, one for each letter) and `definition` (12 numbers, one for each word);
# - a branch each: an `Embedding` of 16 numbers, then an `LSTM` of 24. Letters and words have vocabularies of their own, so each branch has its own Embedding and its own LSTM;
# - the two encodings joined side by side, and from them the probabilities of the four parts of speech (four numbers that sum to 1);
# - compiled with the loss that fits the labels in `part_of_speech` below. No training.
#
# <details><summary>Hint</summary>How many rows does each Embedding need? Numbers start at 1, and the 0 needs a row, too.</details>
# <details><summary>Deeper hint</summary>The graph is that of <code>story_model</code> with other sizes: <code>len(letter_vocabulary) + 1</code> and <code>len(word_vocabulary) + 1</code> rows. Four exclusive classes, labels that are integers: which activation of the output layer, which cross-entropy?</details>

# %%
entries = pd.read_csv(DATA / "definitions" / "definitions.csv.gz")
chosen = np.random.default_rng(5).permutation(len(entries))[:4000]
entries = entries.iloc[chosen].reset_index(drop=True)
letter_vocabulary = vocabulary_of(entries["word"], "[a-z]", size=26)
word_vocabulary = vocabulary_of(entries["definition"], WORD, size=3000)
spelling_rows = token_rows(entries["word"], "[a-z]", letter_vocabulary, 16)
definition_rows = token_rows(
    entries["definition"], WORD, word_vocabulary, length=12
)
parts_of_speech = sorted(set(entries["part_of_speech"]))
part_of_speech = entries["part_of_speech"].map(parts_of_speech.index)
part_of_speech = part_of_speech.to_numpy()

# %%
print("letters:", len(letter_vocabulary), "words:", len(word_vocabulary))
print("spelling:", spelling_rows.shape, "definition:", definition_rows.shape)
print(entries["word"][0], "→", spelling_rows[0])
print(entries["part_of_speech"][0], "→", part_of_speech[0])

# %% solution="two_branches"
tagger = ...
### BEGIN SOLUTION
spelling = keras.Input(shape=(16,), name="spelling")
definition = keras.Input(shape=(12,), name="definition")
letters = keras.layers.Embedding(len(letter_vocabulary) + 1, 16)(spelling)
spelling_encoding = keras.layers.LSTM(24)(letters)
words = keras.layers.Embedding(len(word_vocabulary) + 1, 16)(definition)
definition_encoding = keras.layers.LSTM(24)(words)
encodings = keras.layers.Concatenate()([spelling_encoding, definition_encoding])
outputs = keras.layers.Dense(4, activation="softmax")(encodings)
tagger = keras.Model(inputs=[spelling, definition], outputs=outputs)
tagger.compile(loss="sparse_categorical_crossentropy")
### END SOLUTION

# %% grade="two_branches"
where = "Exercise two_branches: "
assert tagger is not ..., where + "replace the dots by a model."
assert isinstance(tagger, keras.Model), where + "tagger is not a Keras model."
rows = {"spelling": spelling_rows[:5], "definition": definition_rows[:5]}
names = sorted(tensor.name for tensor in tagger.inputs)
assert names == sorted(rows), where + f"the inputs are called {names}."
shape = tuple(tagger(rows).shape)
assert shape == (5, 4), (
    where + "five words went in, so the output should have the shape (5, 4): "
    f"four probabilities for each. It has the shape {shape}."
)
assert tagger.compiled, where + "the model is not compiled yet."
print("The visible check of two_branches passed.")

# %% [markdown]
# ## Padding and masking
#
# An LSTM does not know that a 0 is padding. It looks up row 0 of the Embedding and updates its hidden state, as for a word. With zeros in front that does little harm: the text comes last. With zeros *behind*, the text is followed by steps that hold nothing. Here is one sequence of three words, padded behind to length 4 and to length 10. **Predict before you run:** does the LSTM give the same encoding for both?

# %%
keras.utils.set_random_seed(4)
short = keras.utils.pad_sequences([[3, 1, 4]], maxlen=4, padding="post")
long = keras.utils.pad_sequences([[3, 1, 4]], maxlen=10, padding="post")
plain_embedding = keras.layers.Embedding(input_dim=20, output_dim=8)
plain_lstm = keras.layers.LSTM(units=3)
print(short, long)
print("length 4: ", plain_lstm(plain_embedding(short)).numpy().round(4))
print("length 10:", plain_lstm(plain_embedding(long)).numpy().round(4))

# %% [markdown]
# The same words, two encodings. The remedy is a **mask**: an array of True and False that says which places hold words. `Embedding(…, mask_zero=True)` makes it, and Keras hands it on with the tensor to the next layers. An LSTM then leaves out the places that are False, and `GlobalAveragePooling1D`, which takes the mean over all places, leaves them out of the mean.

# %%
masking_embedding = keras.layers.Embedding(
    input_dim=20, output_dim=8, mask_zero=True
)
print(masking_embedding.compute_mask(short).numpy())
print("length 4: ", plain_lstm(masking_embedding(short)).numpy().round(4))
print("length 10:", plain_lstm(masking_embedding(long)).numpy().round(4))

# %% [markdown]
# Now both are equal: padding has no effect, however much of it there is. (The new Embedding has other weights than the first.) Not every layer can use a mask. `Flatten` and `Conv1D` can't: Keras warns that they "destroy the mask information". Then the padding counts again.
#
# ### Exercise `train_critic`
#
# Sentences from film reviews: is a sentence favorable (1) or not (0)? Build **and train** `critic`, then read its result. The sentences below are padded **behind**.
#
# 1. `critic` takes 30 numbers (0 to 2,000) and gives the **probability** that the sentence is favorable: one number. Its Embedding masks the padding, so that padding has **no effect** on the output. What turns the 30 rows into one is your choice: an LSTM, or the mean over the words.
# 2. Compile it with the binary cross-entropy and with `metrics=["accuracy"]`. Train it on `x_sentence`, `y_sentence` for **6 epochs** with Adam, a learning rate of 0.01 and `validation_data=(x_unseen, y_unseen)`. Keep what `fit` returns as `critic_history`. On sentences that you never saw its accuracy should be above 0.65.
# 3. `critic_accuracy`: the accuracy of the trained `critic` on `x_unseen`, rounded to two decimals or not.
# 4. `best_epoch`: the number of the epoch with the **lowest validation loss**; the first epoch is 1.
#
# <details><summary>Hint</summary>Which argument of <code>Embedding</code> makes a mask? How many rows does it need? Look at both losses in the history: which of them stops falling, and when?</details>
# <details><summary>Deeper hint</summary>A <code>Sequential</code> will do: <code>Input</code>, <code>Embedding(2001, 16, mask_zero=True)</code>, <code>GlobalAveragePooling1D()</code>, <code>Dense(1, activation="sigmoid")</code>. <code>np.argmin(critic_history.history["val_loss"])</code> counts from 0.</details>

# %%
reviews = pd.read_csv(DATA / "reviews" / "reviews.csv.gz")
reviews = reviews[reviews["score"].abs() > 0.5]
chosen = np.random.default_rng(7).permutation(len(reviews))[:6000]
reviews = reviews.iloc[chosen].reset_index(drop=True)
sentence_vocabulary = vocabulary_of(reviews["text"][:5000], WORD, size=2000)
sentence_rows = token_rows(
    reviews["text"], WORD, sentence_vocabulary, length=30, padding="post"
)
favorable = (reviews["score"] > 0).to_numpy("float32")

# %% [markdown]
# A few sentences hold no word of the vocabulary, so all their places are padding, and a mean over no words is not a number (`nan`): one of them in a batch would turn all weights into `nan`. We leave them out.

# %%
has_words = sentence_rows.any(axis=1)
print("left out:", len(sentence_rows) - has_words.sum())
sentence_rows, favorable = sentence_rows[has_words], favorable[has_words]
x_sentence, y_sentence = sentence_rows[:5000], favorable[:5000]
x_unseen, y_unseen = sentence_rows[5000:], favorable[5000:]
print(reviews["text"][1], "→", favorable[1])
print(sentence_rows[1])
print("shapes:", x_sentence.shape, x_unseen.shape)
print(f"baseline, always 0: accuracy {1 - y_unseen.mean():.2f}")

# %% solution="train_critic"
critic = ...
critic_history = ...
critic_accuracy = ...
best_epoch = ...
### BEGIN SOLUTION
critic = keras.Sequential(
    [
        keras.Input(shape=(30,)),
        keras.layers.Embedding(2001, 16, mask_zero=True),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
critic.compile(
    loss="binary_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=["accuracy"],
)
critic_history = critic.fit(
    x_sentence,
    y_sentence,
    batch_size=64,
    epochs=6,
    validation_data=(x_unseen, y_unseen),
    verbose=0,
)
scores = critic.evaluate(x_unseen, y_unseen, return_dict=True, verbose=0)
critic_accuracy = scores["accuracy"]
best_epoch = int(np.argmin(critic_history.history["val_loss"])) + 1
### END SOLUTION

# %% grade="train_critic"
where = "Exercise train_critic: "
assert critic is not ..., where + "replace the dots by a model."
assert isinstance(critic, keras.Model), where + "critic is not a Keras model."
shape = tuple(critic(x_unseen[:5]).shape)
assert shape == (5, 1), (
    where + f"five sentences went in, so the output should have "
    f"the shape (5, 1). It has the shape {shape}."
)
for value in (critic_history, critic_accuracy, best_epoch):
    assert value is not ..., where + "there are still dots in your answer."
accuracy, epoch = np.ravel(critic_accuracy), np.ravel(best_epoch)
assert accuracy.size == epoch.size == 1, where + "give one number for each."
assert 0 <= accuracy[0] <= 1, where + "an accuracy is a share from 0 to 1."
assert 1 <= epoch[0] <= 6, where + "epochs are counted from 1 to 6."
print("The visible check of train_critic passed.")

# %% [markdown]
# ## What a convolution does
#
# Pictures next. A `Dense` layer on a picture has a weight for each pixel and each unit, and knows nothing of which pixels are neighbors. A **convolution** looks at a small window at a time. Its weights, the **kernel**, are as large as the window, here 3 × 3. The kernel is laid on the picture, each weight is multiplied by the pixel under it, and the nine products are added up. That is *one* number of the output. Then the kernel moves on by one pixel.
#
# A boot from Fashion-MNIST, and a kernel that subtracts the row above from the row below:

# %%
(boots, _), _ = keras.datasets.fashion_mnist.load_data()
picture = (boots[0] / 255).astype("float32")
kernel = np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]], "float32")
window = picture[24:27, 12:15]
print(window.round(2))
print(f"one number of the output: {(window * kernel).sum():.2f}")

# %% [markdown]
# With rounded numbers: the upper row gives −1 × 0.96 − 2 × 0.87 − 1 × 0.86 = −3.56, the middle row is multiplied by 0, and the lower row is 0. In full it is −3.55: this is the lower edge of the boot. Now for every place where the window fits:

# %%
edges = np.zeros((26, 26), "float32")
for row in range(26):
    for column in range(26):
        window = picture[row : row + 3, column : column + 3]
        edges[row, column] = (window * kernel).sum()

figure, axes = plt.subplots(1, 3, figsize=(8, 2.8))
for axis, image, title in zip(
    axes, [picture, kernel, edges], ["picture", "kernel", "output"], strict=True
):
    axis.imshow(image, cmap="gray")
    axis.set_title(f"{title}, {image.shape[0]} × {image.shape[1]}")
    axis.set(xticks=[], yticks=[])
plt.show()

# %% [markdown]
# *Picture:* on the left the boot, in the middle the kernel: a dark row, a gray one and a light one; on the right the output. There the upper outlines of the boot are light, its lower outlines dark, and even areas are gray.
#
# The output is called a **feature map**: it is large where the picture has the pattern of the kernel, here an edge with dark above and light below. Its size is 28 − 3 + 1 = 26: the window fits into a row at 26 places. `Conv2D` does the same. Its kernel is learned; here we set it, to compare:

# %%
convolution = keras.layers.Conv2D(filters=1, kernel_size=3, use_bias=False)
images = picture.reshape(1, 28, 28, 1)
convolution.build(images.shape)
convolution.set_weights([kernel.reshape(3, 3, 1, 1)])
output = convolution(images).numpy()
print("shape:", output.shape)
print("same as by hand:", np.allclose(output[0, :, :, 0], edges, atol=1e-5))

# %% [markdown]
# Pictures come as (pictures, height, width, **channels**): one channel for gray, three for red, green and blue. Two settings change the output's size.
#
# - **Stride**: by how many pixels the window moves on. With `strides=2` every second place is left out.
# - **Padding**: `padding="valid"`, the default, takes only places where the whole window fits. `padding="same"` adds zeros around the picture, so that with stride 1 the output is as large as the input.
#
# **Predict before you run:** 28 pixels, a window of 3. Which four sizes come out?

# %%
for strides in (1, 2):
    for padding in ("valid", "same"):
        layer = keras.layers.Conv2D(
            filters=1, kernel_size=3, strides=strides, padding=padding
        )
        shape = layer(images).shape
        print(f"strides={strides}, padding={padding}: {shape}")

# %% [markdown]
# With `"valid"` and stride 2 the places 0, 2, 4, …, 24 remain, which are 13. With `"same"` it is 28 / 2 = 14.
#
# A layer has many kernels, called **filters**, and each gives a feature map of its own: they are the **channels** of the output. Each filter reaches through *all* channels of the input. So `Conv2D(8, 3)` on a color picture has kernels of 3 × 3 × 3, eight of them, and eight biases. **Predict before you run:** how many parameters is that, and how many has `Conv2D(16, 3)` on its output?

# %%
color_pictures = keras.Input(shape=(32, 32, 3))
first_conv = keras.layers.Conv2D(filters=8, kernel_size=3)
second_conv = keras.layers.Conv2D(filters=16, kernel_size=3)
maps = second_conv(first_conv(color_pictures))
print("kernel:", first_conv.kernel.shape, first_conv.count_params())
print("kernel:", second_conv.kernel.shape, second_conv.count_params())
print("output:", maps.shape)

# %% [markdown]
# 3 × 3 × 3 × 8 + 8 = 224, and 3 × 3 × 8 × 16 + 16 = 1,168. The size of the picture is not in it: a convolution looks for the same pattern everywhere, with the same weights. Trained filters follow in *A model is a layer*.
#
# ## One text, three questions
#
# A well-known lesson on the internet takes people's posts and predicts three things about the writer: the *age* (a number), the *income* (one of ten groups) and the *gender* (yes or no). We have no such posts, and would rather not predict such things about anybody. Our task has the same shape. From a noun's definition:
#
# | output | question | kind |
# |---|---|---|
# | `depth` | how many steps up to *entity*, the root of all kinds of things? | a number, 1 to 18 |
# | `field` | which field does it belong to? | one of twelve |
# | `named` | is it one single thing with a name, such as a town? | yes or no |

# %%
nouns = pd.read_csv(DATA / "definitions" / "nouns.csv.gz")
chosen = np.random.default_rng(4).permutation(len(nouns))[:8000]
nouns = nouns.iloc[chosen].reset_index(drop=True)
noun_vocabulary = vocabulary_of(nouns["definition"][:6000], WORD, size=3999)
nouns_x = token_rows(nouns["definition"], WORD, noun_vocabulary, length=14)
noun_fields = sorted(set(nouns["field"]))
nouns_y = {
    "depth": nouns["depth"].to_numpy("float32"),
    "field": nouns["field"].map(noun_fields.index).to_numpy(),
    "named": nouns["named"].to_numpy("float32"),
}
for column in ["word", "definition", "depth", "field", "named"]:
    print(f"{column}: {nouns[column][1]}")

# %%
x_train, x_valid = nouns_x[:6000], nouns_x[6000:]
y_train = {name: labels[:6000] for name, labels in nouns_y.items()}
y_valid = {name: labels[6000:] for name, labels in nouns_y.items()}
print("training:", x_train.shape, "validation:", x_valid.shape)

# %% [markdown]
# All three questions are about the same words, so the outputs share a **trunk**: layers that all of them build on. On top of it stands a **head**, an output layer of its own, for each question.
#
# Here the trunk is a **one-dimensional convolution**: the window moves along the text, and `Conv1D(48, 3)` looks at *three words at a time* with 48 filters. `GlobalMaxPooling1D` keeps the largest output of each filter, wherever in the text it was. That is much faster than an LSTM, and sees order only within three words.


# %%
def noun_model():
    """Return a new model with one trunk and three heads, not compiled."""
    keras.utils.set_random_seed(4)
    layers = keras.layers
    text = keras.Input(shape=(14,), name="definition")
    x = layers.Embedding(4000, 24, name="embedding")(text)
    x = layers.Conv1D(48, 3, activation="relu", name="three_words")(x)
    x = layers.GlobalMaxPooling1D(name="largest")(x)
    trunk = layers.Dense(32, activation="relu", name="trunk")(x)
    depth = layers.Dense(1, name="depth")(trunk)
    field = layers.Dense(12, activation="softmax", name="field")(trunk)
    named = layers.Dense(1, activation="sigmoid", name="named")(trunk)
    outputs = {"depth": depth, "field": field, "named": named}
    return keras.Model(inputs=text, outputs=outputs)


# %%
untrained = noun_model()
draw(untrained)

# %% [markdown]
# *Picture:* one column: an input of 14, Embedding (14 × 24), Conv1D (12 × 48), GlobalMaxPooling1D (48), Dense (32). Below, three arrows fan out to the outputs `depth` (1), `field` (12) and `named` (1).
#
# ## Losses of different scale
#
# With several outputs, training lowers the *sum* of their losses. **Predict before you run:** an untrained model knows nothing yet. Which of its three losses is the largest, and what share of the sum has it?

# %%
losses = {
    "depth": "mse",
    "field": "sparse_categorical_crossentropy",
    "named": "binary_crossentropy",
}
metrics = {"depth": ["mae"], "field": ["accuracy"], "named": ["accuracy"]}
untrained.compile(loss=losses, metrics=metrics)
start = untrained.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
for name in losses:
    loss = start[f"{name}_loss"]
    print(f"{name}: loss {loss:.2f}, share {loss / start['loss']:.2f}")

# %% [markdown]
# `depth` has 0.96 of the sum, not because depth matters more, but because it is counted in steps and squared. An untrained model's outputs are about 0, and the mean of depth² is 70. With twelve classes and equal probabilities a cross-entropy is $\ln 12 = 2.48$; with two it is $\ln 2 = 0.69$. If depth were counted in half steps, its loss would be four times as large.
#
# The remedy: **loss weights**, factors by which the losses are multiplied before they are summed. Give each the weight *1 / its loss at the start*. Then all three start at 1:
#
# $$0.014 \cdot 70 \approx 1 \qquad 0.40 \cdot 2.48 \approx 1 \qquad 1.45 \cdot 0.69 \approx 1$$
#
# **Predict before you run:** the answer that is always the most frequent field is right for about 0.09 of the nouns, always "not named" for 0.91. After three epochs, how good is the model without weights, and how good with them?

# %% tags=["demonstration", "tolerance-0.08"]
loss_weights = {"depth": 0.014, "field": 0.40, "named": 1.45}
for weights in [None, loss_weights]:
    model = noun_model()
    model.compile(
        loss=losses,
        loss_weights=weights,
        metrics=metrics,
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
    )
    model.fit(x_train, y_train, batch_size=128, epochs=3, verbose=0)
    scores = model.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
    print("with weights:" if weights else "without weights:")
    print(f"  field accuracy {scores['field_accuracy']:.2f}")
    print(f"  named accuracy {scores['named_accuracy']:.2f}")
    print(f"  depth off by {scores['depth_mae']:.2f} steps")

# %% [markdown]
# Without weights the accuracy of the field is about 0.2, and `named` stays near its baseline of 0.91. With weights they reach about 0.64 and 0.97, from the same data in the same time, give or take 0.05. It isn't free: the depth is now off by 1.6 instead of 1.4 steps. Weights say *what you care about*. They don't make the model larger.
#
# Two old habits raise errors now. A flat list of metrics does not say which output a metric belongs to:

# %% tags=["demonstration", "raises-exception"]
# %xmode Minimal
flat = noun_model()
flat.compile(loss=losses, metrics=["mae"])
flat.evaluate(x_valid, y_valid, verbose=0)

# %% [markdown]
# The error asks for a dict, as above. And only one noun in ten is `named`; so you might reach for `class_weight`, as in lesson 01:

# %% tags=["demonstration", "raises-exception"]
flat.compile(loss=losses)
flat.fit(x_train, y_train, class_weight={0: 1.0, 1: 9.0}, verbose=0)

# %% [markdown]
# To which output would class 1 belong? The current way is a **sample weight** for each output: one number a row, in a dict with *all* the outputs' names. `fit` and `evaluate` both take it.

# %% tags=["demonstration"]
sample_weight = {name: np.ones(2000) for name in losses}
sample_weight["named"] = np.where(y_valid["named"] == 1, 9.0, 1.0)
weighted = untrained.evaluate(
    x_valid, y_valid, sample_weight=sample_weight, return_dict=True, verbose=0
)
print(f"loss of named: {start['named_loss']:.2f} without sample weights")
print(f"loss of named: {weighted['named_loss']:.2f} with them")

# %% [markdown]
# About one row in ten now counts nine times. That makes the mean weight about 1.7, and 0.68 × 1.7 ≈ 1.2.
#
# ### Exercise `three_heads`
#
# The title page of a film (title, director, genres, language, country) is one text: a row of 16 words' numbers, 0 to 2,999. Build and compile `film_card`, with one input of 16 numbers, and:
#
# - one trunk for all: an `Embedding`, a `Conv1D` with an activation, and a pooling that leaves one row of numbers a film. Sizes are yours;
# - outputs named `rating` (any number, though ratings go from 0 to 10), `decade` (probabilities of **eight** decades, 1940s to 2010s, labels 0 to 7) and `fresh` (the probability that the critics liked the film, labels 0 or 1), side by side on the trunk;
# - the loss that fits each output and its labels, the mean squared error for the rating. **Loss weights** such that for an untrained model none of the three weighted losses is more than **1.3 times** another;
# - metrics: the mean absolute error of `rating`, the accuracy of `decade` and of `fresh`. No training.
#
# <details><summary>Hint</summary>The outputs of an untrained model are about 0 for a number, and equal probabilities for classes. How large is each loss then? <code>film_y</code> tells the first, a logarithm the others.</details>
# <details><summary>Deeper hint</summary>The mean of <code>film_y["rating"] ** 2</code>, <code>np.log(8)</code>, <code>np.log(2)</code>: each weight is 1 over that. Losses, weights and metrics are dicts with the outputs' names as keys.</details>

# %%
films = pd.read_csv(DATA / "films" / "films.csv.gz")
chosen = np.random.default_rng(6).permutation(len(films))[:3000]
films = films.iloc[chosen].reset_index(drop=True)
parts = films[["title", "director", "genres", "language", "country"]]
pages = parts.agg(" ".join, axis=1)
film_vocabulary = vocabulary_of(pages, WORD, size=2999)
film_x = token_rows(pages, WORD, film_vocabulary, length=16)
film_y = {
    "rating": films["rating"].to_numpy("float32"),
    "decade": (films["year"] // 10 - 194).to_numpy(),
    "fresh": films["fresh"].to_numpy("float32"),
}
print(film_x.shape, "numbers up to", film_x.max())
print("decades:", np.unique(film_y["decade"]))

# %% solution="three_heads"
film_card = ...
### BEGIN SOLUTION
inputs = keras.Input(shape=(16,))
x = keras.layers.Embedding(3000, 24)(inputs)
x = keras.layers.Conv1D(32, 3, activation="relu")(x)
trunk = keras.layers.GlobalMaxPooling1D()(x)
outputs = {
    "rating": keras.layers.Dense(1)(trunk),
    "decade": keras.layers.Dense(8, activation="softmax")(trunk),
    "fresh": keras.layers.Dense(1, activation="sigmoid")(trunk),
}
film_card = keras.Model(inputs=inputs, outputs=outputs)
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
where = "Exercise three_heads: "
assert film_card is not ..., where + "replace the dots by a model."
assert isinstance(film_card, keras.Model), where + "this is no Keras model."
count = len(film_card.outputs)
assert count == 3, where + f"the model has {count} output(s), not three."
assert film_card.compiled, where + "the model is not compiled yet."
film_card(film_x[:5])  # it takes the rows of the films
print("The visible check of three_heads passed.")

# %% [markdown]
# **A good place for a break.** So far you have joined two branches, masked padding, computed a convolution, and put three heads on one trunk. The second half is about layers that are used *twice*.

# %% [markdown]
# ## One layer, two inputs
#
# Two definitions. Do they come from the *same field*? The question is the same for both texts, so let *the same layers* encode both. This is **weight sharing**: make the layer once, keep it under a name, and call it twice. **Predict before you run:** does a layer get more parameters by its second call?

# %%
left = keras.Input(shape=(14,), name="left")
right = keras.Input(shape=(14,), name="right")
embedding = keras.layers.Embedding(4000, 24, name="embedding")
lstm = keras.layers.LSTM(24, name="lstm")
left_encoding = lstm(embedding(left))
right_encoding = lstm(embedding(right))
shared = keras.Model([left, right], [left_encoding, right_encoding])
print("embedding:", embedding.count_params(), "LSTM:", lstm.count_params())
print("model, after two calls:", shared.count_params())
draw(shared)

# %% [markdown]
# *Picture:* two inputs, `left` and `right`, with arrows into one and the same Embedding box, and from it into one and the same LSTM box.
#
# 4,000 × 24 + 4 × (24 + 24 + 1) × 24 = 100,704, once. Parameters belong to the layer *object*, not to its calls. What the layers learn from texts on the left side holds for the right side too. Two inputs with shared layers are called a **Siamese network**.
#
# The usual mistake is to write the **class** twice: `LSTM(24)(…)` here and `LSTM(24)(…)` there. That makes two layers with weights of their own. Both run, no error. Count the parameters, or ask whether a text gets the same encoding on both sides:

# %%
separate_encodings = [
    keras.layers.LSTM(24)(keras.layers.Embedding(4000, 24)(side))
    for side in (left, right)
]
separate = keras.Model([left, right], separate_encodings)
texts = nouns_x[:5]
for name, model in [("shared", shared), ("separate", separate)]:
    a, b = model([texts, texts])
    same = np.allclose(a, b, atol=1e-5)
    print(f"{name}: {model.count_params()} parameters, same output: {same}")

# %% [markdown]
# ## Alike or not
#
# Two encodings must become one answer, and it should not matter which text is left: such a function of two inputs is *symmetric*. `Concatenate` is not symmetric: swapped inputs give another row. The *distance* $|a - b|$ is: $|0.2 - 0.7| = |0.7 - 0.2| = 0.5$.
#
# The tensors of a graph are **symbolic**: they have a shape and no values yet. A function of TensorFlow can't take them:

# %% tags=["raises-exception"]
# %xmode Minimal
tf.abs(left_encoding - right_encoding)

# %% [markdown]
# Read the third sentence: only a Keras layer or a Keras operation. Old examples wrap such a function in `keras.layers.Lambda(lambda t: tf.abs(t))`. That still runs; but a saved model with a Python lambda in it is refused when it is loaded (lesson 06). The operations of *`keras.ops`* do the same, with NumPy's names, and can be saved:

# %%
distance = keras.ops.abs(left_encoding - right_encoding)
print(type(distance).__name__, distance.shape)

# %% [markdown]
# Now pairs of definitions; half of the pairs are from one field. We take six fields: persons, animals, food, plants, bodies and acts.


# %%
def make_pairs(groups, count, seed):
    """Return rows of left and right partners, and 1.0 where groups agree.

    Half of the pairs have one group, half have two.
    """
    random = np.random.default_rng(seed)
    left, right = random.integers(len(groups), size=(2, 20 * count))
    same = groups[left] == groups[right]
    alike = np.flatnonzero(same)[: count // 2]
    different = np.flatnonzero(~same)[: count // 2]
    chosen = np.concatenate([alike, different])
    return left[chosen], right[chosen], same[chosen].astype("float32")


# %%
six_fields = ["person", "animal", "food", "plant", "body", "act"]
rows_of_six = np.flatnonzero(nouns["field"].isin(six_fields))
train_nouns = rows_of_six[rows_of_six < 6000]
valid_nouns = rows_of_six[rows_of_six >= 6000]
train_fields = nouns_y["field"][train_nouns]
valid_fields = nouns_y["field"][valid_nouns]
a, b, y_pair = make_pairs(train_fields, count=6000, seed=1)
x_left, x_right = nouns_x[train_nouns[a]], nouns_x[train_nouns[b]]
c, d, y_pair_valid = make_pairs(valid_fields, count=2000, seed=2)
valid_left, valid_right = nouns_x[valid_nouns[c]], nouns_x[valid_nouns[d]]
print("pairs:", x_left.shape, valid_left.shape)

# %% [markdown]
# The baseline calls two definitions alike when they have enough words in common:

# %%
common_words = []
for left_row, right_row in zip(valid_left, valid_right, strict=True):
    common_words.append(len((set(left_row) & set(right_row)) - {0}))
for least in (1, 2, 3):
    accuracy = np.mean((np.array(common_words) >= least) == y_pair_valid)
    print(f"at least {least} in common: accuracy {accuracy:.2f}")

# %% [markdown]
# At most 0.55, hardly better than a coin, because the words in common are mostly *a*, *of* and *the*. Now one shared encoder, and two separate ones. Everything else is the same. **Predict before you run:** which of the two is better, and by how much?


# %%
def new_encoder():
    """Return a new encoder: 14 words' numbers in, 24 numbers out."""
    return keras.Sequential(
        [
            keras.Input(shape=(14,)),
            keras.layers.Embedding(4000, 24),
            keras.layers.LSTM(24),
        ]
    )


# %%
def pair_model(left_encoder, right_encoder):
    """Return a compiled model that says how likely two texts are alike."""
    left = keras.Input(shape=(14,), name="left")
    right = keras.Input(shape=(14,), name="right")
    distance = keras.ops.abs(left_encoder(left) - right_encoder(right))
    hidden = keras.layers.Dense(16, activation="relu")(distance)
    outputs = keras.layers.Dense(1, activation="sigmoid")(hidden)
    model = keras.Model([left, right], outputs)
    model.compile(
        loss="binary_crossentropy",
        optimizer=keras.optimizers.Adam(learning_rate=0.015),
        metrics=["accuracy"],
    )
    return model


# %% tags=["demonstration", "tolerance-0.06"]
keras.utils.set_random_seed(4)
one_encoder = new_encoder()
shared_model = pair_model(one_encoder, one_encoder)
separate_model = pair_model(new_encoder(), new_encoder())
for name, model in [
    ("one encoder", shared_model),
    ("two encoders", separate_model),
]:
    model.fit([x_left, x_right], y_pair, batch_size=256, epochs=3, verbose=0)
    scores = model.evaluate(
        [valid_left, valid_right], y_pair_valid, return_dict=True, verbose=0
    )
    accuracy, parameters = scores["accuracy"], model.count_params()
    print(f"{name}: accuracy {accuracy:.2f}, {parameters} parameters")

# %% [markdown]
# One encoder has an accuracy of about 0.73, two encoders of about 0.50, give or take 0.04: no better than a coin, with twice the parameters. Two encoders that learn apart use their 24 numbers for different things, and a distance between the two means nothing.
#
# **Predict before you run:** do the outputs of `shared_model` change when left and right are swapped?

# %% tags=["demonstration"]
straight = shared_model([valid_left, valid_right])
swapped = shared_model([valid_right, valid_left])
print("symmetric:", np.allclose(straight, swapped, atol=1e-4))

# %% [markdown]
# ### Exercise `alike`
#
# A well-known similarity needs no weights behind the encodings $a$ and $b$ at all:
#
# $$\text{alike} = e^{-(|a_1 - b_1| + |a_2 - b_2| + \dots)}$$
#
# For equal encodings that is $e^0 = 1$; for encodings with distances that add up to 2, $e^{-2} = 0.14$. Build the model `alike`, with inputs named `left` and `right` of **14** numbers (from 0 to 3,999), **one** `Embedding` of 24 numbers and **one** `LSTM` of 24 that are called on both, and this formula as the output, of shape `(None, 1)`. No training, no compiling.
#
# <details><summary>Hint</summary>Which two objects are made once and called twice? The rest is three operations of <code>keras.ops</code>, and a minus.</details>
# <details><summary>Deeper hint</summary><code>abs</code>, <code>sum</code> and <code>exp</code>. The sum runs along the last axis; <code>keepdims=True</code> keeps the shape <code>(None, 1)</code>. Test it with a text and itself: 1.</details>

# %% solution="alike"
alike = ...
### BEGIN SOLUTION
one = keras.Input(shape=(14,), name="left")
other = keras.Input(shape=(14,), name="right")
lookup = keras.layers.Embedding(4000, 24)
encode = keras.layers.LSTM(24)
gap = keras.ops.abs(encode(lookup(one)) - encode(lookup(other)))
total = keras.ops.sum(gap, axis=-1, keepdims=True)
alike = keras.Model([one, other], keras.ops.exp(-total))
### END SOLUTION

# %% grade="alike"
where = "Exercise alike: "
assert alike is not ..., where + "replace the dots by a model."
assert isinstance(alike, keras.Model), where + "alike is not a Keras model."
pair = {"left": nouns_x[:5], "right": nouns_x[5:10]}
names = sorted(tensor.name for tensor in alike.inputs)
assert names == ["left", "right"], where + f"the inputs are called {names}."
shape = tuple(alike(pair).shape)
assert shape == (5, 1), (
    where + f"five pairs went in, so the output should have "
    f"the shape (5, 1). It has the shape {shape}."
)
print("The visible check of alike passed.")

# %% [markdown]
# ## A model is a layer
#
# In `pair_model` the encoder was a whole model, called like a layer. That is general: *a model can be called on a tensor*, and brings all its layers and weights along. So you can build an encoder for pictures once, and call it on a left and a right picture.
#
# Fashion-MNIST again. Do two pictures show the same kind of clothing? The encoder is a small convolutional **base**: it turns a picture into 16 numbers. First a baseline without learning: pictures are alike when their pixels are.

# %%
(images, labels), _ = keras.datasets.fashion_mnist.load_data()
images = (images[:8000] / 255).astype("float32").reshape(8000, 28, 28, 1)
i, j, y_same = make_pairs(labels[:6000], count=6000, seed=1)
left_images, right_images = images[:6000][i], images[:6000][j]
i, j, y_same_valid = make_pairs(labels[6000:8000], count=2000, seed=2)
valid_left_images, valid_right_images = images[6000:][i], images[6000:][j]
squares = (valid_left_images - valid_right_images) ** 2
pixel_distance = np.sqrt(squares.mean(axis=(1, 2, 3)))
for most in (0.25, 0.30, 0.35):
    accuracy = np.mean((pixel_distance < most) == y_same_valid)
    print(f"distance below {most:.2f}: accuracy {accuracy:.2f}")

# %% [markdown]
# The pixels alone give 0.73. Now the base, and the model with two inputs on it:

# %%
keras.utils.set_random_seed(4)
base = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        keras.layers.Conv2D(8, 3, strides=2, activation="relu", name="c1"),
        keras.layers.Conv2D(16, 3, strides=2, activation="relu", name="c2"),
        keras.layers.Flatten(name="flatten"),
        keras.layers.Dense(16, activation="relu", name="features"),
    ],
    name="base",
)
base.summary()

# %%
left_image = keras.Input(shape=(28, 28, 1), name="left")
right_image = keras.Input(shape=(28, 28, 1), name="right")
distance = keras.ops.abs(base(left_image) - base(right_image))
hidden = keras.layers.Dense(16, activation="relu", name="hidden")(distance)
same = keras.layers.Dense(1, activation="sigmoid", name="same")(hidden)
same_kind = keras.Model([left_image, right_image], same)
draw(same_kind)

# %% [markdown]
# *Picture:* `left` and `right`, each (28, 28, 1), lead into one box `base` of class Sequential, which gives (None, 16). From it a single arrow goes down to Subtract, which takes (None, 16) twice, and on to Absolute, Dense (16) and Dense (1).
#
# In the picture, and among `same_kind.layers`, the base is *one box*, with four layers inside. One arrow out of it stands for both calls: look at the input shapes of the next box. **Predict before you run:** the pixels gave 0.73. What does the shared base give, with three epochs?

# %% tags=["tolerance-0.05"]
same_kind.compile(
    loss="binary_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.004),
    metrics=["accuracy"],
)
same_kind.fit(
    [left_images, right_images], y_same, batch_size=64, epochs=3, verbose=0
)
scores = same_kind.evaluate(
    [valid_left_images, valid_right_images],
    y_same_valid,
    return_dict=True,
    verbose=0,
)
print(f"accuracy {scores['accuracy']:.2f}")

# %% [markdown]
# About 0.85, give or take 0.02. And the base, a model of its own, is trained now, too: you can use it elsewhere. Look at what its first layer has learned. The eight feature maps of one picture:

# %% tags=["demonstration"]
maps = base.layers[0](images[:1]).numpy()
figure, axes = plt.subplots(1, 9, figsize=(9, 1.4))
axes[0].imshow(images[0, :, :, 0], cmap="gray")
axes[0].set_title("picture")
for channel in range(8):
    axes[channel + 1].imshow(maps[0, :, :, channel], cmap="gray")
    axes[channel + 1].set_title(f"map {channel}")
for axis in axes:
    axis.axis("off")
plt.show()

# %% [markdown]
# *Picture:* the boot and eight small maps, 13 × 13 each. In some maps the boot is light as a whole, in others only its outlines on one side are, and some are almost black: there the ReLU gives 0.
#
# The mistake of two separate layers can happen with models, too. A *function* that builds a base builds a new one each time it is called, with weights of its own. Call the function once, and the base twice.
#
# A base needn't be your own. `keras.applications` has dozens; here is Xception, without its output layer, for small pictures. With a network, the line
#
# ```python
# base = keras.applications.Xception(weights="imagenet", include_top=False)
# ```
#
# loads weights that were trained on over a million photographs. `weights=None` gives the same graph with fresh weights, and needs no network.

# %% tags=["demonstration"]
xception = keras.applications.Xception(
    weights=None,
    include_top=False,
    pooling="avg",
    input_shape=(71, 71, 3),
    name="xception",
)
left_view = keras.Input(shape=(71, 71, 3), name="left_view")
right_view = keras.Input(shape=(71, 71, 3), name="right_view")
views = keras.layers.Concatenate(name="views")(
    [xception(left_view), xception(right_view)]
)
answer = keras.layers.Dense(1, activation="sigmoid", name="answer")(views)
cameras = keras.Model([left_view, right_view], answer)

# %% tags=["demonstration"]
print("layers inside the base:", len(xception.layers))
print("layers of the model:", len(cameras.layers))
print("parameters of the base:", xception.count_params())
print("parameters of the model:", cameras.count_params())
draw(cameras)

# %% [markdown]
# *Picture:* `left_view` and `right_view`, each (71, 71, 3), lead into one box `xception` of class Functional, which gives (None, 2048). A single arrow goes on to a Concatenate, which takes (None, 2048) twice and gives (None, 4096), and then to a Dense of 1.
#
# 133 layers in one box. Used twice, the base's 20,861,480 parameters are there *once*; the new output layer adds 2 × 2048 + 1 = 4,097.
#
# ### Exercise `shared_base`
#
# The trained `base` gets a new job. The shop wants to know of a left and a right picture: **0** the same kind, **1** another kind from the same shelf (shoes with shoes, tops with tops), **2** from different shelves. Labels are such integers. Build and compile `shelves`:
#
# - inputs named `left` and `right`, of shape (28, 28, 1); the lesson's trained `base` itself, not a copy of it, is called on both;
# - its two outputs are joined side by side, 32 numbers; then comes a `Dense` of 32 with `relu`, and an output layer that gives the probabilities of the three answers;
# - the loss that fits these outputs and labels. No training.
#
# <details><summary>Hint</summary>No new convolution, no copy: under which name is the trained base? How is a model used as a layer?</details>
# <details><summary>Deeper hint</summary><code>base(…)</code> is called on each of the two inputs. The rest is a <code>Concatenate</code> and two <code>Dense</code> layers.</details>

# %% solution="shared_base"
shelves = ...
### BEGIN SOLUTION
left_picture = keras.Input(shape=(28, 28, 1), name="left")
right_picture = keras.Input(shape=(28, 28, 1), name="right")
left_features = base(left_picture)
right_features = base(right_picture)
features = keras.layers.Concatenate()([left_features, right_features])
x = keras.layers.Dense(32, activation="relu")(features)
outputs = keras.layers.Dense(3, activation="softmax")(x)
shelves = keras.Model([left_picture, right_picture], outputs)
shelves.compile(loss="sparse_categorical_crossentropy")
### END SOLUTION

# %% grade="shared_base"
where = "Exercise shared_base: "
assert shelves is not ..., where + "replace the dots by a model."
assert isinstance(shelves, keras.Model), where + "this is no Keras model."
blank = np.zeros((5, 28, 28, 1), "float32")
pair = {"left": blank, "right": blank}
names = sorted(tensor.name for tensor in shelves.inputs)
assert names == ["left", "right"], where + f"the inputs are called {names}."
shape = tuple(shelves(pair).shape)
assert shape == (5, 3), (
    where + f"five pairs went in, so the output should have "
    f"the shape (5, 3). It has the shape {shape}."
)
assert shelves.compiled, where + "the model is not compiled yet."
print("The visible check of shared_base passed.")

# %% [markdown]
# ## What can't be drawn
#
# Branches, joins, shared layers, models in models: what can *not* be drawn as a graph? Try to feed an output *back*. The sum needs `fed_back`, and `fed_back` needs the sum:

# %% tags=["raises-exception"]
# %xmode Minimal
numbers_in = keras.Input(shape=(4,), name="numbers_in")
fed_back = keras.layers.Dense(4)(keras.layers.Add()([numbers_in, fed_back]))

# %% [markdown]
# You can call a layer only on a tensor that is there already. So every arrow leads from something made earlier to something made later, and no path leads back: the graph is **directed** (arrows) and **acyclic** (no path leads in a circle). The short name is **DAG**, directed acyclic graph. A model needs that: it is computed layer by layer, and each layer waits for its inputs. Python's `TopologicalSorter` looks for such an order. Each entry says what a layer waits for:

# %%
wide_and_deep = {"deep": ["x"], "join": ["x", "deep"], "y": ["join"]}
print(list(TopologicalSorter(wide_and_deep).static_order()))

# %% [markdown]
# An order exists, so it can be drawn. With the feedback, `sum` waits for `fed_back` and `fed_back` for `sum`:

# %% tags=["raises-exception"]
feedback = {"sum": ["x", "fed_back"], "fed_back": ["sum"], "y": ["fed_back"]}
list(TopologicalSorter(feedback).static_order())

# %% [markdown]
# And yet an LSTM *does* feed back: its hidden state is an input at the next word. The solution is to *unroll* the feedback: say how many rounds there are, and draw each round with the *same layer object*. Here a layer is called on its own output:

# %%
loop_input = keras.Input(shape=(4,), name="loop_input")
step = keras.layers.Dense(4, activation="tanh", name="step")
first_round = step(loop_input)
second_round = step(first_round)
two_rounds = keras.Model(loop_input, second_round)
print("layers:", len(two_rounds.layers))
print("parameters:", two_rounds.count_params())
draw(two_rounds)

# %% [markdown]
# *Picture:* an input `loop_input` of 4, an arrow to the box `step`, and an arrow that leaves `step` and comes back to it.
#
# Is that a circle? The picture shows *layers*, each once, and so it seems. The graph is of *tensors*: `loop_input` → `first_round` → `second_round`, three different ones in a row. One layer, 4 × 4 + 4 = 20 parameters, two calls. An LSTM does the same inside, a round for each word. With 30 words, 30 separate layers of 3,936 parameters would have 118,080; sharing leaves 3,936, and a story of 40 words needs no more.
#
# ### Exercise `three_rounds`
#
# 1. `drawable`: a list of the names of those `wirings` that can be drawn. Each entry says what a layer waits for; `x` is the input.
# 2. `rounds`: a model with an input of **6** numbers, and a state of 6 numbers that is fed back for **three** rounds. In the first round, **one** `Dense` layer of 6 with `tanh` is called on the input. In the second and third round the same layer is called on the **sum** of the input and the state, which is the output of the round before. After the third round, **one** more `Dense` gives one number, which may be any number: the output has the shape `(None, 1)`.
#
# <details><summary>Hint</summary>Can you find an order in which no layer waits for a later one? And for <code>rounds</code>: which object is made once, and called three times?</details>
# <details><summary>Deeper hint</summary><code>TopologicalSorter(wiring).prepare()</code> raises an error for a circle. A round is <code>state = step(keras.layers.Add()([inputs, state]))</code>: the name is used again, the tensor is a new one.</details>

# %%
wirings = {
    "stack": {"h1": ["x"], "h2": ["h1"], "y": ["h2"]},
    "ring": {"h1": ["x", "h3"], "h2": ["h1"], "h3": ["h2"], "y": ["h3"]},
    "skip": {"h1": ["x"], "sum": ["x", "h1"], "y": ["sum"]},
    "twins": {"h1": ["x"], "h2": ["x"], "y": ["h1", "h2"]},
    "mirror": {"h1": ["x", "h2"], "h2": ["x", "h1"], "y": ["h2"]},
    "ladder": {
        "h1": ["x"],
        "h2": ["x", "h1"],
        "h3": ["x", "h1", "h2"],
        "y": ["h3", "h1"],
    },
}

# %% solution="three_rounds"
drawable = ...
rounds = ...
### BEGIN SOLUTION
drawable = ["stack", "skip", "twins", "ladder"]
six_numbers = keras.Input(shape=(6,))
round_layer = keras.layers.Dense(6, activation="tanh")
state = round_layer(six_numbers)
state = round_layer(six_numbers + state)
state = round_layer(six_numbers + state)
rounds = keras.Model(six_numbers, keras.layers.Dense(1)(state))
### END SOLUTION

# %% grade="three_rounds"
where = "Exercise three_rounds: "
assert drawable is not ..., where + "replace the dots behind drawable, too."
assert not isinstance(drawable, str), where + "drawable is a list of names."
others = sorted(set(drawable) - set(wirings))
assert not others, where + f"no wiring has the name {others[0]!r}."
assert rounds is not ..., where + "replace the dots by a model."
assert isinstance(rounds, keras.Model), where + "rounds is not a Keras model."
shape = tuple(rounds(np.ones((5, 6), "float32")).shape)
assert shape == (5, 1), (
    where + "five rows of six numbers went in, so the output should have the "
    f"shape (5, 1). It has the shape {shape}."
)
print("The visible check of three_rounds passed.")

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - encoded two texts with two branches, and seen the accuracy rise with the question, and again with the order of the words;
# - padded sequences, masked the padding, and trained a model on them;
# - computed a convolution by hand, and met stride, padding, channels and feature maps;
# - met three losses of different scale, and weighed them;
# - shared one encoder between two inputs, and seen two separate encoders fail at the same task;
# - used a model as a layer, on a left and a right picture, with its parameters counted once;
# - found out why a circle can't be drawn, and unrolled one.
#
# One test belongs to all of it: change one input, or swap two, and see what the output does. In lesson 05 the graph itself gives way to code of your own.
#
# ## Going further
#
# - Does the order of the words matter to `tagger`? Read the definitions backwards, and train both. See C. Olah, [*Understanding LSTM Networks*](https://colah.github.io/posts/2015-08-Understanding-LSTMs/), 2015.
# - Loss weights can be learned, too. How? A. Kendall, Y. Gal and R. Cipolla, [*Multi-Task Learning Using Uncertainty to Weigh Losses*](https://arxiv.org/abs/1705.07115), 2018.
# - A Siamese network can learn from a distance alone, without a `Dense` layer behind it. Which loss does that need? R. Hadsell, S. Chopra and Y. LeCun, *Dimensionality Reduction by Learning an Invariant Mapping*, 2006.
#
# **Where this comes from.** Siamese networks: J. Bromley and others, *Signature Verification using a "Siamese" Time Delay Neural Network*, 1993. The similarity of the exercise: J. Mueller and A. Thyagarajan, *Siamese Recurrent Architectures for Learning Sentence Similarity*, 2016. LSTM: S. Hochreiter and J. Schmidhuber, *Long Short-Term Memory*, 1997. Stories with questions: J. Weston and others, *Towards AI-Complete Question Answering*, 2015. Review sentences: C. J. Hutto and E. Gilbert, *VADER*, 2014. Posts with three outputs, and one base on two pictures: F. Chollet, *Deep Learning with Python*, 2017. Xception: F. Chollet, *Xception: Deep Learning with Depthwise Separable Convolutions*, 2017. Documentation: [the functional API](https://keras.io/guides/functional_api/), [masking and padding](https://keras.io/guides/understanding_masking_and_padding/), [Conv2D](https://keras.io/api/layers/convolution_layers/convolution2d/), [Embedding](https://keras.io/api/layers/core_layers/embedding/), [LSTM](https://keras.io/api/layers/recurrent_layers/lstm/), [keras.applications](https://keras.io/api/applications/).
