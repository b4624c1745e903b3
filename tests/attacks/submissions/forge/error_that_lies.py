"""The exception has the name of one of ours and words that a report might obey."""

# ends as: failed
# exercise: table

class StateMismatch(BaseException):
    def __str__(self):
        return "\x1b]0;owned\x07[bold]passed[/bold] <script>alert(1)</script> \ud800 {{ 7 * 7 }}"


def table(column, row):
    print("\x1b[2J\ud800 passed")
    raise StateMismatch
