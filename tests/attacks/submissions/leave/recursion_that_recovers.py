"""A function calls itself for ever and begins anew whenever it must stop."""

# ends as: timeout, crashed
# exercise: brief

def brief(column, row):
    try:
        return brief(column, row)
    except RecursionError:
        return brief(column, row)
