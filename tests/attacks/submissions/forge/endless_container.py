"""A list without end, in itself."""

# ends as: failed, crashed, memory, timeout
# exercise: table

def table(column, row):
    result = [column]
    result.append(result)
    result.append({"again": result})
    return result
