"""The exercise is defined twice; the later one is wrong."""

# ends as: failed
# exercise: table

def table(column, row):
    return column[:, None] * row + column[:, None]


def table(column, row):
    return column[:, None] - row
