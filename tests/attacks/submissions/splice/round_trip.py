"""Two exercises, each of which calls the other, which is filled in."""

# ends as: failed
# exercise: soft

def soft(values):
    return log_soft(values).exp()


def log_soft(values):
    return soft(values).log()
