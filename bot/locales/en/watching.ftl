# What admins are told by the nightly audits and by the success rates.

alert-success-low =
    <b>{ $trainer } succeeds in { $percent } % of its trainings.</b>
    The goal is 90 %. Of the last { $all } in 30 days, { $failed } failed because of the provider or of us. Look at the jobs that failed, and switch the trainer off if it stays so.
alert-ledger-fault =
    <b>The books do not add up.</b>
    Faults found tonight: { $count }. Nothing was changed. The first ones:
    { $faults }
    Save a copy of the database now and look at the last movements of these accounts.
alert-files-missing =
    <b>Stored files are missing.</b>
    Files that the database names and the storage does not have: { $count }. The first ones:
    { $keys }
    Bring them back from a backup of the files. If STORAGE_URL was changed, put the old one back.
alert-files-stray =
    <b>The storage holds many files that the database does not know.</b>
    Files without a row: { $count } of { $all }. That is too many to be left over from crashes, so nothing is removed. Was an older database restored, or does another bot use this storage?
alert-retention-late =
    <b>Something that should be gone is still here.</b>
    Photos: { $photos }. Unsaved proofs: { $proofs }. Deleted models: { $models }. Files at providers: { $uploads }. Messages: { $updates }. Drafts: { $drafts }. Translations: { $translations }.
    The clean-up runs every hour; look into the log for why it fails.
