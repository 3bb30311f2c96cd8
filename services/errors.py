"""The one error tree.

    LoragramError
    ├── UserError            the person can do something about it
    │   ├── InvalidInputError      what was sent is not acceptable
    │   ├── ConflictError          it clashes with something that exists (a name, a finished job)
    │   ├── NotFoundError          it does not exist, or is not this person's
    │   ├── ForbiddenError         this person may not do it
    │   └── LimitReachedError      a quota or budget is used up
    ├── ProviderError        the provider did not do its part
    ├── BusyError            something of our own is in the way for a moment
    ├── StorageError         the place where files are kept did not do its part
    └── BrokenArtefactError  what the provider delivered cannot be used

The `code` is stable and names the user's text `error-<code>` in every language; `params` fill it. What is known of each
code stands in `services.error_codes`.
"""

from typing import Any

from services.error_codes import RetryClass, retry_class


class LoragramError(Exception):
    """An expected failure. `code` is stable and names the user's text; `params` fill it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def retry(self) -> RetryClass:
        """Whether doing the same again can help."""
        return retry_class(self.code)

    @property
    def text_key(self) -> str:
        """The key of the sentence shown to the person."""
        return f"error-{self.code}"


class UserError(LoragramError):
    """The person can do something about it."""


class InvalidInputError(UserError):
    """What was sent is not acceptable."""


class ConflictError(UserError):
    """It clashes with something that exists."""


class NotFoundError(UserError):
    """It does not exist, or is not this person's; the two look alike on purpose."""


class ForbiddenError(UserError):
    """This person may not do it."""


class LimitReachedError(UserError):
    """A quota or budget is used up; `params` say until when."""


class ProviderError(LoragramError):
    """The provider did not answer usably to a question that may be asked again."""


class StorageError(LoragramError):
    """The file storage did not answer; nothing was changed and asking again may help."""


class BusyError(LoragramError):
    """Something of our own is in the way for a moment; nobody else did anything wrong."""


class BrokenArtefactError(LoragramError):
    """What the provider delivered cannot be used, and fetching it again gives the same."""
