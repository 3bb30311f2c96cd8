import type { Draft, Photo } from "../../api/shapes.ts";
import { Progress } from "../../components/progress.tsx";
import { t } from "../../i18n/index.ts";

/** How good the set is, what is wrong with its photos, and what would help most. */
export function Coach({ now }: { now: Draft }) {
  const words = t().create;
  const { coach } = now;
  const missing = Math.max(0, now.least_photos - coach.trained);
  const out = now.photos.filter((photo) => !photo.counts);
  const better = now.photos.filter(
    (photo) => photo.counts && photo.verdict === "usable" && photo.faults.length > 0,
  );
  return (
    <div class="card stack">
      <div class="line apart">
        <h3>{words.score(coach.score)}</h3>
        <span class="soft small">{words.trained(coach.trained, now.photo_count)}</span>
      </div>
      <Progress value={coach.score} label={words.scoreLabel} />
      <p class="small" role="status">
        {now.photos_arriving ? arriving(now) : enough(now, missing)}
      </p>
      {coach.next_shots.length > 0 && (
        <div class="small">
          <p class="soft">{words.helpsMost}</p>
          <ul class="create-list">
            {coach.next_shots.map((shot) => (
              <li key={shot.key}>{shot.text}</li>
            ))}
          </ul>
        </div>
      )}
      {coach.odd.length > 0 && <p class="small">{words.odd(coach.odd.join(", "))}</p>}
      <Faults title={words.leftOut} photos={out} open />
      <Faults title={words.couldBeBetter} photos={better} />
    </div>
  );
}

function enough(now: Draft, missing: number): string {
  const words = t().create;
  if (missing > 0) return words.needMore(missing);
  const more = now.best_least_photos - now.coach.trained;
  return more > 0 ? words.moreIsBetter(more, now.best_least_photos, now.best_most_photos) : words.enough;
}

function Faults({
  title,
  photos,
  open = false,
}: {
  title: string;
  photos: readonly Photo[];
  open?: boolean;
}) {
  if (photos.length === 0) return null;
  return (
    <details class="small" open={open}>
      <summary>{title}</summary>
      <ul class="create-list">
        {photos.map((photo) => (
          <li key={photo.id}>
            <b>{t().create.photoNumber(photo.position)}</b>{" "}
            {photo.faults.map((fault) => fault.text).join("; ")}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Before the agreement photos of the chat wait for it. */
function arriving(now: Draft): string {
  return now.consent.needed ? t().create.waiting : t().create.arriving;
}
