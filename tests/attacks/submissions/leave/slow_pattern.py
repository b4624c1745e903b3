"""A pattern that tries all ways."""

# ends as: timeout
# exercise: brief

import re


def brief(column, row):
    return re.match(r'(a+)+$', 'a' * 60 + 'b')
