"""An interrupt, as if somebody had pressed a key."""

# ends as: crashed
# exercise: table

def table(column, row):
    raise KeyboardInterrupt
