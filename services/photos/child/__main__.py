"""`python -m services.photos.child`: started by `services.photos.workshop` alone.

It loads libraries and models once, so that a child is there in a millisecond, and never looks into a photo itself.
"""

from services.photos.child.serving import run
from services.photos.child.works import WORKS, preload

if __name__ == "__main__":
    run(WORKS, preload)
