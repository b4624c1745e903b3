"""An exception that is no Exception."""

# ends as: failed, crashed
# exercise: table

def table(column, row):
    raise GeneratorExit
