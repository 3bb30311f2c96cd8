"""The front door side by side with a bare aiogram bot: acknowledgements and whole conversations per second."""
