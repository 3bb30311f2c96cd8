"""Where FLUX on Replicate takes a LoRA from: the accepted forms of `lora_weights`, and what lies behind them."""

import base64
import hashlib
import io
import re
import tarfile

from sandbox.replicate.files import InputFiles
from sandbox.replicate.runs import RunFailedError
from sandbox.replicate.settings import ReplicateSettings
from sandbox.shelf import StoredFile
from sandbox.weights import read_header

PUBLIC_LORAS = frozenset({"fofr/flux-pixar"})
"""Public models whose weights can be used by name. Private ones cannot: the code sends no token of ours."""

_HUBS = re.compile(
    r"(?:https?://)?(?:huggingface\.co/[^/]+/[^/]+(?:/[^/]+\.safetensors)?|civitai\.com/models/\d+(?:/[^/?]+)?)/?"
)
_BY_NAME = re.compile(r"(?:https?://replicate\.com/)?([^/:]+/[^/:]+)(?:/(?:versions/)?[^/:]+)?/?")
# What follows the file name is dropped before the download.
_SAFETENSORS = re.compile(r"(https?://.*\.safetensors)(?:\?.*)?", re.DOTALL)
_DELIVERED_TAR = re.compile(r"https?://[^/]+/replicate/delivery/.*\.tar")
_NO_FORM = (
    "Failed to parse URL. Expected either:\n"
    "* Replicate model in the format <owner>/<username> or <owner>/<username>/<version>\n"
    "* HuggingFace URL in the format huggingface.co/<owner>/<model-name>\n"
    "* CivitAI URL in the format civitai.com/models/<id>[/<model-name>]\n"
    "* Arbitrary .safetensors URLs from the Internet"
)


class Loras:
    """Reads LoRAs by what an input names."""

    def __init__(self, files: InputFiles, settings: ReplicateSettings) -> None:
        self._files = files
        self._settings = settings

    def content_hash(self, named: str) -> str:
        """A hash of the LoRA's content; of its name for the public ones, which are not fetched. Raises
        RunFailedError where the form is not accepted, nothing is there, or it is no LoRA."""
        if named.startswith("data:"):
            return weights_hash(_from_tar(_inline(named)))
        if _HUBS.fullmatch(named):
            return hashlib.sha256(named.encode()).hexdigest()
        if self._settings.files_as_weights and (upload := self._files.uploads.find_url(named)):
            return weights_hash(_uploaded(upload.file))
        if match := _SAFETENSORS.fullmatch(named):
            return weights_hash(self._fetched(match[1]).data)
        if _DELIVERED_TAR.fullmatch(named):
            return weights_hash(_from_tar(self._fetched(named).data))
        if match := _BY_NAME.fullmatch(named):
            if match[1] not in PUBLIC_LORAS:
                raise RunFailedError(f"Failed to download tarball: https://replicate.com/{match[1]}/_weights")
            return hashlib.sha256(match[1].encode()).hexdigest()
        raise RunFailedError(_NO_FORM)

    def _fetched(self, url: str) -> StoredFile:
        file = self._files.public.find_url(url)
        if file is None:
            raise RunFailedError("Weights not found at the supplied URL. Please check the URL.")
        return file


def weights_hash(data: bytes) -> str:
    """The hash of a LoRA file. Raises RunFailedError where it is none."""
    try:
        read_header(data)
    except ValueError as broken:
        raise RunFailedError(f"Error while deserializing header: {broken}") from broken
    return hashlib.sha256(data).hexdigest()


def _uploaded(file: StoredFile) -> bytes:
    if not file.name.endswith(".safetensors"):
        raise RunFailedError("URL must end with either .tar or .safetensors")
    return file.data


def _inline(named: str) -> bytes:
    try:
        return base64.b64decode(named.split(",", 1)[1], validate=True)
    except (IndexError, ValueError) as broken:
        raise RunFailedError("Invalid data URI") from broken


def _from_tar(data: bytes) -> bytes:
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            names = [name for name in tar.getnames() if name.endswith(".safetensors")]
            found = tar.extractfile(names[0]) if len(names) == 1 else None
            contents = found.read() if found else None
    except tarfile.TarError as broken:
        raise RunFailedError(f"Failed to download tarball: {broken}") from broken
    if contents is None:
        raise RunFailedError("No .safetensors file found in tarball")
    return contents
