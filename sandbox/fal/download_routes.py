"""The CDN host's downloads: public to whoever knows the address."""

from aiohttp import web

from sandbox.door import Door
from sandbox.downloads import DOWNLOAD_KINDS, send_file
from sandbox.faults import Faults
from sandbox.shelf import Shelf


class DownloadRoutes:
    """Handlers of downloads."""

    def __init__(self, cdn: Shelf, faults: Faults) -> None:
        self._cdn = cdn
        self._faults = faults

    def add(self, app: web.Application, door: Door) -> None:
        """Add the routes."""
        download = door.guard(self.download, "fal.download", needs_key=False)
        app.router.add_get("/fal/cdn/files/{path:.+}", download)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file or a part of it, with the planned faults of "fal.download"."""
        file = self._cdn.find(request.match_info["path"])
        if file is None:
            return web.Response(status=404, text="Not Found")
        return await send_file(request, file, self._faults.take("fal.download", kinds=DOWNLOAD_KINDS))
