"""A list of a hundred thousand numbers."""

# ends as: failed, memory, crashed
# exercise: table

def table(column, row):
    return list(range(100_000))
