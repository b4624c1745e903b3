"""The exercise is a coroutine, which is something, but not yet a table."""

# ends as: failed
# exercise: table

async def table(column, row):
    return column[:, None] * row + column[:, None]
