"""Networks for sequences and text."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from known_models.registry import known, numbers, tokens

SENTENCES = ["the cat sat on the mat", "the dog ate the cat", "a mat is a mat", "dogs and cats"]


@known("Bag of words and Dense, adapted TextVectorization")
def text_vectorization():
    vectorize = layers.TextVectorization(max_tokens=20, output_mode="multi_hot")
    vectorize.adapt(SENTENCES)
    model = keras.Sequential([keras.Input((1,), dtype="string"), vectorize, layers.Dense(1)])
    return model, tf.constant([[each] for each in SENTENCES])


@known("TextVectorization with tf-idf")
def tf_idf():
    vectorize = layers.TextVectorization(ngrams=2, max_tokens=30, output_mode="tf_idf")
    vectorize.adapt(SENTENCES)
    model = keras.Sequential([keras.Input((1,), dtype="string"), vectorize, layers.Dense(1)])
    return model, tf.constant([[each] for each in SENTENCES])


@known("TextVectorization with a standardize function of one's own", asked=True)
def own_standardize():
    def custom_standardization(text):
        return tf.strings.regex_replace(tf.strings.lower(text), "<br />", " ")

    vectorize = layers.TextVectorization(20, standardize=custom_standardization, output_sequence_length=6)
    vectorize.adapt(SENTENCES)
    stack = [vectorize, layers.Embedding(20, 4), layers.GlobalAveragePooling1D(), layers.Dense(1)]
    return keras.Sequential([keras.Input((1,), dtype="string"), *stack]), tf.constant(
        [[s] for s in SENTENCES]
    )


@known("Embedding and bidirectional LSTM with a mask")
def bidirectional_lstm():
    inputs = keras.Input((None,), dtype="int64")
    x = layers.Bidirectional(layers.LSTM(8))(layers.Embedding(20, 6, mask_zero=True)(inputs))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(layers.Dropout(0.5)(x))), tokens(3, 7)


class PositionalEmbedding(layers.Layer):
    def __init__(self, sequence_length, input_dim, output_dim, **kwargs):
        super().__init__(**kwargs)
        self.token_embeddings = layers.Embedding(input_dim, output_dim)
        self.position_embeddings = layers.Embedding(sequence_length, output_dim)

    def call(self, inputs):
        positions = ops.cumsum(ops.ones_like(inputs, dtype="int32"), axis=1) - 1
        return self.token_embeddings(inputs) + self.position_embeddings(positions)


class TransformerEncoder(layers.Layer):
    def __init__(self, embed_dim, dense_dim, num_heads, **kwargs):
        super().__init__(**kwargs)
        self.attention = layers.MultiHeadAttention(num_heads=num_heads, key_dim=embed_dim)
        self.dense_proj = keras.Sequential(
            [layers.Dense(dense_dim, activation="relu"), layers.Dense(embed_dim)]
        )
        self.layernorm_1, self.layernorm_2 = layers.LayerNormalization(), layers.LayerNormalization()

    def call(self, inputs, mask=None):
        proj_input = self.layernorm_1(inputs + self.attention(inputs, inputs))
        return self.layernorm_2(proj_input + self.dense_proj(proj_input))


@known("TransformerEncoder of the Python deep-learning book")
def transformer_encoder():
    inputs = keras.Input((6,), dtype="int64")
    x = TransformerEncoder(8, 16, 2)(PositionalEmbedding(6, 20, 8)(inputs))
    x = layers.Dropout(0.5)(layers.GlobalMaxPooling1D()(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x)), tokens(3, 6)


class TokenAndPositionEmbedding(layers.Layer):
    def __init__(self, maxlen, vocab_size, embed_dim):
        super().__init__()
        self.token_emb = layers.Embedding(input_dim=vocab_size, output_dim=embed_dim)
        self.pos_emb = layers.Embedding(input_dim=maxlen, output_dim=embed_dim)

    def call(self, x):
        positions = ops.arange(start=0, stop=ops.shape(x)[-1], step=1)
        return self.token_emb(x) + self.pos_emb(positions)


class TransformerBlock(layers.Layer):
    def __init__(self, embed_dim, num_heads, ff_dim, rate=0.1):
        super().__init__()
        self.att = layers.MultiHeadAttention(num_heads=num_heads, key_dim=embed_dim)
        self.ffn = keras.Sequential([layers.Dense(ff_dim, activation="relu"), layers.Dense(embed_dim)])
        self.layernorm1, self.layernorm2 = layers.LayerNormalization(), layers.LayerNormalization()
        self.dropout1, self.dropout2 = layers.Dropout(rate), layers.Dropout(rate)

    def call(self, inputs):
        out1 = self.layernorm1(inputs + self.dropout1(self.att(inputs, inputs)))
        return self.layernorm2(out1 + self.dropout2(self.ffn(out1)))


@known("TokenAndPositionEmbedding and TransformerBlock", asked=True)
def transformer_block():
    inputs = keras.Input((6,))
    x = TransformerBlock(8, 2, 16)(TokenAndPositionEmbedding(6, 20, 8)(inputs))
    x = layers.Dense(10, activation="relu")(layers.Dropout(0.1)(layers.GlobalAveragePooling1D()(x)))
    return keras.Model(inputs, layers.Dense(2, activation="softmax")(x)), tokens(3, 6).astype("float32")


@known("A small GPT with a causal mask in a class", asked=True)
def small_gpt():
    class Block(layers.Layer):
        def __init__(self):
            super().__init__()
            self.att = layers.MultiHeadAttention(2, 8)
            self.norm, self.dense = layers.LayerNormalization(), layers.Dense(8, activation="relu")

        def call(self, x):
            size = tf.shape(x)[1]
            mask = tf.range(size)[:, None] >= tf.range(size)
            return self.dense(self.norm(x + self.att(x, x, attention_mask=mask[None])))

    inputs = keras.Input((6,), dtype="int32")
    x = Block()(layers.Embedding(20, 8)(inputs))
    return keras.Model(inputs, layers.Dense(20)(x)), tokens(3, 6)


@known("Sinusoidal positional encoding", asked=True)
def sinusoidal():
    class PositionalEncoding(layers.Layer):
        def __init__(self, max_length, embed_size, **kwargs):
            super().__init__(**kwargs)
            p, i = np.meshgrid(np.arange(max_length), 2 * np.arange(embed_size // 2))
            table = np.empty((1, max_length, embed_size))
            table[0, :, ::2] = np.sin(p / 10_000 ** (i / embed_size)).T
            table[0, :, 1::2] = np.cos(p / 10_000 ** (i / embed_size)).T
            self.pos_encodings = tf.constant(table.astype("float32"))

        def call(self, inputs):
            return inputs + self.pos_encodings[:, : tf.shape(inputs)[1]]

    inputs = keras.Input((6,), dtype="int32")
    x = PositionalEncoding(10, 8)(layers.Embedding(20, 8)(inputs))
    return keras.Model(inputs, layers.Dense(1)(layers.GlobalAveragePooling1D()(x))), tokens(3, 6)


@known("LSTM sequence to sequence with its states")
def seq2seq():
    encoder_inputs, decoder_inputs = keras.Input((None, 5)), keras.Input((None, 4))
    _, h, c = layers.LSTM(8, return_state=True)(encoder_inputs)
    x, _, _ = layers.LSTM(8, return_sequences=True, return_state=True)(decoder_inputs, initial_state=[h, c])
    model = keras.Model([encoder_inputs, decoder_inputs], layers.Dense(4, activation="softmax")(x))
    return model, [numbers(3, 6, 5), numbers(3, 7, 4)]


@known("Encoder and decoder with attention")
def attention():
    encoder, decoder = keras.Input((6,), dtype="int32"), keras.Input((7,), dtype="int32")
    keys = layers.LSTM(8, return_sequences=True)(layers.Embedding(20, 6)(encoder))
    queries = layers.LSTM(8, return_sequences=True)(layers.Embedding(20, 6)(decoder))
    x = layers.concatenate([layers.Attention()([queries, keys]), queries])
    return keras.Model([encoder, decoder], layers.Dense(20)(x)), [tokens(3, 6), tokens(3, 7)]


@known("Bahdanau attention as a class", asked=True)
def bahdanau():
    class BahdanauAttention(layers.Layer):
        def __init__(self, units):
            super().__init__()
            self.W1, self.W2, self.V = layers.Dense(units), layers.Dense(units), layers.Dense(1)

        def call(self, query, values):
            score = self.V(tf.nn.tanh(self.W1(tf.expand_dims(query, 1)) + self.W2(values)))
            weights = tf.nn.softmax(score, axis=1)
            return tf.reduce_sum(weights * values, axis=1), weights

    inputs = keras.Input((6, 5))
    sequence, state = layers.GRU(8, return_sequences=True, return_state=True)(inputs)
    context, _ = BahdanauAttention(4)(state, sequence)
    return keras.Model(inputs, layers.Dense(1)(context)), numbers(3, 6, 5)


@known("WaveNet-like: causal, dilated convolutions")
def wavenet():
    stack = [
        layers.Conv1D(8, 2, padding="causal", activation="relu", dilation_rate=rate) for rate in (1, 2, 4) * 2
    ]
    return keras.Sequential([keras.Input((None, 1)), *stack, layers.Conv1D(14, 1)]), numbers(2, 20, 1)


@known("WaveNet's gated activation unit", asked=True)
def gated_activation():
    class GatedActivationUnit(layers.Layer):
        def __init__(self, activation="tanh", **kwargs):
            super().__init__(**kwargs)
            self.activation = keras.activations.get(activation)

        def call(self, inputs):
            n_filters = inputs.shape[-1] // 2
            return self.activation(inputs[..., :n_filters]) * tf.sigmoid(inputs[..., n_filters:])

    x = inputs = keras.Input((12, 2))
    z = GatedActivationUnit()(layers.Conv1D(8, 2, padding="causal")(x))
    return keras.Model(inputs, layers.Conv1D(2, 1)(z) + x), numbers(2, 12, 2)


class LNSimpleRNNCell(layers.Layer):
    def __init__(self, units, activation="tanh", **kwargs):
        super().__init__(**kwargs)
        self.state_size = self.output_size = units
        self.simple_rnn_cell = layers.SimpleRNNCell(units, activation=None)
        self.layer_norm = layers.LayerNormalization()
        self.activation = keras.activations.get(activation)

    def call(self, inputs, states):
        outputs, _ = self.simple_rnn_cell(inputs, states)
        norm = self.activation(self.layer_norm(outputs))
        return norm, [norm]


@known("RNN with a layer-normalized cell of one's own", asked=True)
def own_cell():
    stack = [layers.RNN(LNSimpleRNNCell(6), return_sequences=True), layers.RNN(LNSimpleRNNCell(6))]
    return keras.Sequential([keras.Input((5, 3)), *stack, layers.Dense(1)]), numbers(4, 5, 3)


@known("MinimalRNNCell of Keras's documentation", asked=True)
def minimal_cell():
    class MinimalRNNCell(layers.Layer):
        def __init__(self, units, **kwargs):
            super().__init__(**kwargs)
            self.units = self.state_size = units

        def build(self, input_shape):
            self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")
            self.recurrent_kernel = self.add_weight(shape=(self.units, self.units), name="recurrent_kernel")

        def call(self, inputs, states):
            output = ops.matmul(inputs, self.kernel) + ops.matmul(states[0], self.recurrent_kernel)
            return output, [output]

    return keras.Sequential([keras.Input((5, 3)), layers.RNN(MinimalRNNCell(4)), layers.Dense(1)]), numbers(
        4, 5, 3
    )


@known("Stacked GRU with recurrent dropout")
def stacked_gru():
    stack = [
        layers.GRU(8, return_sequences=True, recurrent_dropout=0.5),
        layers.GRU(8, recurrent_dropout=0.5),
    ]
    return keras.Sequential([keras.Input((7, 3)), *stack, layers.Dropout(0.5), layers.Dense(1)]), numbers(
        3, 7, 3
    )


@known("Sequence to vector: the last step by a Lambda", asked=True)
def last_step():
    stack = [layers.LSTM(6, return_sequences=True), layers.Lambda(lambda x: x[:, -1]), layers.Dense(1)]
    return keras.Sequential([keras.Input((7, 2)), *stack]), numbers(3, 7, 2)


@known("Feedback: an autoregressive LSTM", asked=True)
def feedback():
    class FeedBack(keras.Model):
        def __init__(self, units, out_steps):
            super().__init__()
            self.out_steps = out_steps
            self.lstm_cell = layers.LSTMCell(units)
            self.lstm_rnn = layers.RNN(self.lstm_cell, return_state=True)
            self.dense = layers.Dense(2)

        def call(self, inputs, training=None):
            x, *state = self.lstm_rnn(inputs)
            predictions = [self.dense(x)]
            for _ in range(1, self.out_steps):
                x, state = self.lstm_cell(predictions[-1], states=state, training=training)
                predictions.append(self.dense(x))
            return tf.transpose(tf.stack(predictions), [1, 0, 2])

    model, given = FeedBack(6, 3), numbers(4, 5, 2)
    model(given)
    return model, given


@known("Matrix factorization: two embeddings and a dot product")
def matrix_factorization():
    users, films = keras.Input((1,), name="user"), keras.Input((1,), name="film")
    a = layers.Flatten()(layers.Embedding(20, 4)(users))
    b = layers.Flatten()(layers.Embedding(20, 4)(films))
    return keras.Model([users, films], layers.Dot(1)([a, b])), [tokens(5, 1), tokens(5, 1)]


@known("RecommenderNet of Keras's examples", asked=True)
def recommender():
    class RecommenderNet(keras.Model):
        def __init__(self, num_users, num_movies, embedding_size):
            super().__init__()
            self.user_embedding = layers.Embedding(num_users, embedding_size)
            self.user_bias = layers.Embedding(num_users, 1)
            self.movie_embedding = layers.Embedding(num_movies, embedding_size)
            self.movie_bias = layers.Embedding(num_movies, 1)

        def call(self, inputs):
            user, movie = self.user_embedding(inputs[:, 0]), self.movie_embedding(inputs[:, 1])
            dot = tf.reduce_sum(user * movie, axis=1, keepdims=True)
            return tf.nn.sigmoid(dot + self.user_bias(inputs[:, 0]) + self.movie_bias(inputs[:, 1]))

    model, given = RecommenderNet(20, 20, 5), tokens(6, 2)
    model(given)
    return model, given
