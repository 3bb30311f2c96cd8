"""Why a request is turned away before anybody looks at what it asks."""


class NoSessionError(Exception):
    """No bearer or launch, or none that is good."""


class TooFastError(Exception):
    """More requests than a person makes; `seconds` until the next one is let through."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds
