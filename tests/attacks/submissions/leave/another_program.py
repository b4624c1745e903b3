"""The process becomes another program, which has nothing to say."""

# ends as: crashed
# exercise: table

import os


def table(column, row):
    os.execv('/bin/sh', ['sh', '-c', 'exit 0'])
