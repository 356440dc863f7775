# style: pixel by pixel, as in plain Python
negative = np.zeros((28, 28), dtype=int)
for row in range(28):
    for column in range(28):
        negative[row, column] = 255 - int(picture[row, column])
