"""replicate.delivery: the outputs of jobs, public to whoever knows the address."""

from aiohttp import web

from sandbox.door import Door
from sandbox.downloads import DOWNLOAD_KINDS, send_file
from sandbox.faults import Faults
from sandbox.shelf import Shelf

PREFIX = "/replicate/delivery/"


class DeliveryRoutes:
    """Handlers of downloads."""

    def __init__(self, delivery: Shelf, faults: Faults) -> None:
        self._delivery = delivery
        self._faults = faults

    def add(self, app: web.Application, door: Door) -> None:
        """Add the routes."""
        download = door.guard(self.download, "replicate.download", needs_key=False)
        app.router.add_get(PREFIX + "{path:.+}", download)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file or a part of it, with the planned faults of "replicate.download"."""
        file = self._delivery.find(request.match_info["path"])
        if file is None:
            return web.Response(status=404, text="Not Found")
        return await send_file(request, file, self._faults.take("replicate.download", kinds=DOWNLOAD_KINDS))
