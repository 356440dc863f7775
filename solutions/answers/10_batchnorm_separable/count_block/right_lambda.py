# style: a lambda, with the filters outside the brackets
count_block = lambda channels, filters, size: (filters * (size * size * channels + 2), 2 * filters)
