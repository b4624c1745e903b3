"""An alarm puts off the end again and again."""

# ends as: timeout
# exercise: brief

import signal


def brief(column, row):
    signal.signal(signal.SIGALRM, lambda *_: signal.alarm(1))
    signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
    while True:
        signal.pause()
