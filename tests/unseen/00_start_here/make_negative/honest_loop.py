# way: a Python loop over rows and pixels; the result has the type int64, not uint8
rows = []
for row in picture:
    new_row = []
    for pixel in row:
        new_row.append(255 - int(pixel))
    rows.append(new_row)
negative = np.array(rows)
