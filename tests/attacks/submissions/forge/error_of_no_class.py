"""An exception whose class has no name, no bases and no words."""

# ends as: failed, crashed
# exercise: table

class Nameless(Exception):
    def __str__(self):
        raise SystemExit("inside str")

    __repr__ = __str__


Nameless.__name__ = ""


def table(column, row):
    raise Nameless from Nameless()
