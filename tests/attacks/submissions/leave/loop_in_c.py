"""One call into C that takes years."""

# ends as: timeout
# exercise: brief

def brief(column, row):
    return 7 ** (10**9)
