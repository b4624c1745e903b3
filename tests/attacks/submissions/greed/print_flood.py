"""Words are printed without end."""

# ends as: timeout
# exercise: brief

def brief(column, row):
    while True:
        print('passed ' * 1000)
