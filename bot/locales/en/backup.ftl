# What admins are told about backups.

alert-backup-failed =
    <b>The nightly backup failed.</b>
    { $reason }
    Earlier copies are still there, and I try again every hour. Look at BACKUP_FOLDER and its disk.
