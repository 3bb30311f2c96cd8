"""How a story fails."""


class NotSeenError(Exception):
    """What a person waited for did not come in time; the message says what it was and what came instead."""


class StoryBrokenError(Exception):
    """A step of the story did not happen; the message names the step and says why."""
