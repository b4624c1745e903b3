"""A whole number of a hundred million bits."""

# ends as: failed, memory
# exercise: table

def table(column, row):
    return 1 << 100_000_000
