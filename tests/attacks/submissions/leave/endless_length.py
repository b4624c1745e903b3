"""A list subclass that gives entries for ever."""

# ends as: timeout, memory, crashed
# exercise: brief

def brief(column, row):
    class Endless(list):
        def __iter__(self):
            while True:
                yield 1

    return Endless([1])
