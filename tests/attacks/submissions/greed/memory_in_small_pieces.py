"""Lists in lists."""

# ends as: memory, timeout, crashed
# exercise: table

def table(column, row):
    held = None
    while True:
        held = [held, {}]
