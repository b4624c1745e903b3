"""The process becomes another program, which stays."""

# ends as: timeout
# exercise: brief

import os


def brief(column, row):
    os.execv('/bin/sh', ['sh', '-c', 'while :; do :; done'])
