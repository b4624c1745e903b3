"""The module's builtins are an empty dict, for whatever is put behind."""

# ends as: failed
# exercise: table

__builtins__ = {}


def table(column, row):
    return column[:, None] - row
