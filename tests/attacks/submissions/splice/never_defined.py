"""The exercise is defined where it is never reached."""

# ends as: failed, not_attempted
# exercise: table

if False:

    def table(column, row):
        return column[:, None] * row + column[:, None]
