"""An exception with words of a hundred megabytes."""

# ends as: failed, memory
# exercise: table

def table(column, row):
    raise ValueError('x' * (100 << 20))
