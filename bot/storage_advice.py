"""What an operator should look at when the storage does not do its part."""

from collections.abc import Mapping

from bot.settings import SettingsError
from services.errors import BrokenArtefactError, StorageError
from services.ports import Storage
from services.storage.checking import check_storage
from services.storage.faults import StorageFault

_OF_A_BUCKET: Mapping[StorageFault, str] = {
    StorageFault.MISSING: "there is no such bucket. Make it, or correct STORAGE_URL",
    StorageFault.REFUSED: "the credentials are not taken, or may not read, write and delete there. "
    "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the bucket's policy",
    StorageFault.NO_CREDENTIALS: "there are no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    StorageFault.SILENT: "it does not answer. Check AWS_ENDPOINT_URL, AWS_REGION and the network",
}
_OF_A_FOLDER: Mapping[StorageFault, str] = {
    StorageFault.MISSING: "the folder is not there. Is its disk mounted?",
    StorageFault.READ_ONLY: "nothing can be written there. Check who owns the folder, and how its disk is mounted",
    StorageFault.FULL: "the disk is full. Make room",
}
_OF_ANY: Mapping[StorageFault, str] = {
    StorageFault.ALTERED: "it gives back something else than it was given. Look at the store itself",
}


def storage_advice(error: StorageError | BrokenArtefactError, *, in_folder: bool) -> str:
    """One sentence without its dot: what is wrong and what to mend. Names no address and no secret."""
    fault = error.params.get("fault", StorageFault.UNKNOWN)
    if isinstance(error, BrokenArtefactError):
        fault = StorageFault.ALTERED
    words = {**_OF_ANY, **(_OF_A_FOLDER if in_folder else _OF_A_BUCKET)}
    check = "who owns the folder, and the disk" if in_folder else "STORAGE_URL and the AWS_ variables"
    return words.get(fault, f"it does not keep what it is given. Check {check}")


async def require_storage(storage: Storage, url: str) -> None:
    """Returns when the storage at `url` does its part. Raises SettingsError that says what to mend."""
    try:
        await check_storage(storage)
    except (StorageError, BrokenArtefactError) as error:
        advice = storage_advice(error, in_folder=not url.startswith("s3://"))
        raise SettingsError(f"STORAGE_URL cannot be used: {advice}.") from None
