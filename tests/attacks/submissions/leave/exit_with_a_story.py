"""SystemExit with an object that prints itself."""

# ends as: crashed
# exercise: table

def table(column, row):
    class Story:
        def __str__(self):
            return "all probes passed"

    raise SystemExit(Story())
