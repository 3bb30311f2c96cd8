import { t } from "../../i18n/index.ts";
import { queue } from "../../photos/photos.ts";
import { reasonOf } from "../../state/toasts.ts";

/** What became of files that are not on the server: how many are going, which came to a halt, which were not taken. */
export function UploadNotes() {
  const words = t().create;
  const uploads = queue.uploads.value;
  const going = uploads.filter((one) => one.state === "waiting" || one.state === "sending").length;
  const stalled = uploads.filter((one) => one.state === "stalled");
  const refused = uploads.filter((one) => one.state === "refused");
  return (
    <>
      <p class="soft small create-line" role="status">
        {going > 0 ? words.uploading(going) : ""}
      </p>
      {stalled.length > 0 && (
        <div class="note warn stack" role="alert">
          <span>{words.stalled(stalled.length, reasonOf(stalled[0]?.problem))}</span>
          <button type="button" class="button" onClick={() => queue.again()}>
            {words.sendAllAgain}
          </button>
        </div>
      )}
      {refused.length > 0 && (
        <ul class="note bad create-notes" role="alert" aria-label={words.refused}>
          {refused.map((one) => (
            <li key={one.id} class="line apart">
              {one.thumb ? <img class="create-small" src={one.thumb} alt={one.name} /> : <b>{one.name}</b>}
              <span class="create-why">{reasonOf(one.problem)}</span>
              <button
                type="button"
                class="create-dismiss"
                aria-label={words.removeFile(one.name)}
                onClick={() => queue.drop(one.id)}
              >
                <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
