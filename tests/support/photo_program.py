"""`python -m services.photos.child` for a process that has loaded everything already."""

from services.photos.child.serving import run
from services.photos.child.works import WORKS

if __name__ == "__main__":
    run(WORKS, lambda: None)
