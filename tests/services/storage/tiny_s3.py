"""As much of S3's wire protocol as a storage uses: objects, multipart uploads and listing, kept in memory."""

import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from xml.sax.saxutils import escape, unescape

from aiohttp import web


class TinyS3:
    """One bucket; `uploads` are multipart uploads that are neither completed nor aborted, `begun` counts all."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}
        self.begun = 0

    async def answer(self, request: web.Request) -> web.Response:
        """Any request on the bucket."""
        key, query = request.match_info["key"], request.query
        if request.method == "GET" and "list-type" in query:
            return self._listed(query.get("prefix", ""))
        if request.method == "POST":
            return await self._multipart(request, key)
        if request.method == "PUT":
            return self._put(key, await request.read(), query.get("uploadId"), int(query.get("partNumber", 0)))
        if request.method == "DELETE":
            self.uploads.pop(query["uploadId"]) if "uploadId" in query else self.objects.pop(key, None)
            return web.Response(status=204)
        if key not in self.objects:
            return web.Response(status=404)
        headers = {"ETag": _etag(self.objects[key]), "Last-Modified": "Thu, 19 Nov 2026 10:00:00 GMT"}
        return web.Response(body=self.objects[key], headers=headers)

    def _put(self, key: str, body: bytes, upload: str | None, part: int) -> web.Response:
        if upload is None:
            self.objects[key] = body
        else:
            self.uploads[upload][part] = body
        return web.Response(headers={"ETag": _etag(body)})

    async def _multipart(self, request: web.Request, key: str) -> web.Response:
        if "delete" in request.query:
            return self._deleted(re.findall("<Key>(.*?)</Key>", await request.text()))
        if "uploads" in request.query:
            self.begun += 1
            upload = f"u{self.begun}"
            self.uploads[upload] = {}
            return _xml(f"<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>")
        parts = self.uploads.pop(request.query["uploadId"])
        self.objects[key] = b"".join(parts[number] for number in sorted(parts))
        return _xml(
            "<CompleteMultipartUploadResult><Location>here</Location><Bucket>bucket</Bucket>"
            f"<Key>{escape(key)}</Key><ETag>{_etag(self.objects[key])}</ETag></CompleteMultipartUploadResult>"
        )

    def _deleted(self, keys: list[str]) -> web.Response:
        for key in keys:
            self.objects.pop(unescape(key), None)
        rows = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        return _xml(f"<DeleteResult>{rows}</DeleteResult>")

    def _listed(self, prefix: str) -> web.Response:
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(body)}</Size><ETag>{_etag(body)}</ETag>"
            "<LastModified>2026-11-19T10:00:00.000Z</LastModified></Contents>"
            for key, body in sorted(self.objects.items())
            if key.startswith(prefix)
        )
        return _xml(f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>")


@asynccontextmanager
async def serve_s3(s3: TinyS3 | None = None) -> AsyncIterator[str]:
    """The address of `s3`, served on a loopback port."""
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/bucket{slash:/?}{key:.*}", (s3 or TinyS3()).answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _xml(text: str) -> web.Response:
    return web.Response(text=f'<?xml version="1.0" encoding="UTF-8"?>{text}', content_type="application/xml")
