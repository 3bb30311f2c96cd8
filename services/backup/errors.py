"""What goes wrong with copies, in words for an operator."""


class BackupError(RuntimeError):
    """A copy cannot be made or used; the message says why. Carries no secret and no row."""
