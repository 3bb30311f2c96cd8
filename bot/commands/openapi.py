"""`python -m bot openapi`: the API's description, as it is committed and served."""

from bot.web.api.openapi import document
from bot.web.api.table import ROUTES


def openapi() -> int:
    """Prints the document."""
    print(document(ROUTES))
    return 0
