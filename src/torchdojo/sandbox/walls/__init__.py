"""Walls between learner code and everything else, raised from inside the process that will run it."""
