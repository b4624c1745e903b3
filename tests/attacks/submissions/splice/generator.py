"""The exercise gives its rows one after the other."""

# ends as: failed
# exercise: table

def table(column, row):
    yield from column[:, None] * row + column[:, None]
