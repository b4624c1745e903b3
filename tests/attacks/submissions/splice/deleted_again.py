"""The exercise is defined and deleted."""

# ends as: failed
# exercise: table

def table(column, row):
    return column[:, None] * row


del table
