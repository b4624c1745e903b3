"""A function calls itself for ever."""

# ends as: failed
# exercise: table

def table(column, row):
    return table(column, row)
