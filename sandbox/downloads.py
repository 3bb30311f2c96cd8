"""Sends stored files: whole or in ranges, with the faults of a bad line."""

from aiohttp import web

from sandbox.faults import Fault
from sandbox.shelf import StoredFile

DOWNLOAD_KINDS = frozenset({"truncated", "garbled"})
""""truncated" breaks off after half the bytes, "garbled" sends as many wrong bytes."""


async def send_file(request: web.Request, file: StoredFile, fault: Fault | None) -> web.StreamResponse:
    """A file, or the part of it that a Range header names."""
    if fault and fault.fault == "truncated":
        return await _half(request, file)
    if fault:
        return web.Response(body=b"<html>" + b" " * (len(file.data) - 6), content_type="text/html")
    return _piece(request, file)


async def _half(request: web.Request, file: StoredFile) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": file.content_type})
    response.content_length = len(file.data)
    await response.prepare(request)
    await response.write(file.data[: len(file.data) // 2])
    if request.transport:
        request.transport.close()
    return response


def _piece(request: web.Request, file: StoredFile) -> web.Response:
    headers = {"Content-Type": file.content_type, "Accept-Ranges": "bytes"}
    try:
        wanted = request.http_range
    except ValueError:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{len(file.data)}"})
    if wanted.start is None and wanted.stop is None:
        return web.Response(body=file.data, headers=headers)
    start, stop, _ = wanted.indices(len(file.data))
    if start >= stop:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{len(file.data)}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(file.data)}"
    return web.Response(status=206, body=file.data[start:stop], headers=headers)
