"""Warnings, log lines and traces without end."""

# ends as: crashed, timeout
# exercise: brief

import faulthandler
import logging
import warnings


def brief(column, row):
    while True:
        warnings.warn("passed " * 100, stacklevel=1)
        logging.error("passed " * 100)
        faulthandler.dump_traceback(2)
