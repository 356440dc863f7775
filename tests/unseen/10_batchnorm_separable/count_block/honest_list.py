# way: a lambda that returns a list
count_block = lambda channels, filters, size: [
    size**2 * channels * filters + 2 * filters,
    2 * filters,
]
