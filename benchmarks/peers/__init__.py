"""Other graders, each in an environment of its own, given the same submissions as ours."""
