import { useEffect, useRef } from "preact/hooks";
import type { ActivityItem } from "../../api/shapes.ts";
import { MoreBelow } from "../../components/more_below.tsx";
import { Page, Section } from "../../components/page.tsx";
import { Progress } from "../../components/progress.tsx";
import { Link } from "../../components/row.tsx";
import { StageBadge } from "../../components/stage_badge.tsx";
import { Empty, Shown } from "../../components/states.tsx";
import { day as dayInWords, percent } from "../../i18n/figures.ts";
import { language, t } from "../../i18n/index.ts";
import type { Route } from "../../routing/routes.ts";
import { api } from "../../state/app.ts";
import { jobs } from "../../state/jobs.ts";
import { type Pages, usePages } from "../../state/pages.ts";
import { byDay, daysAgo } from "./days.ts";
import "./activity.css";

const PAGE = 30;

/** Every training and every order of pictures, with how it went. */
export function Activity() {
  const words = t().activity;
  const pages = usePages<ActivityItem>(
    "activity",
    (one) => one.job_id,
    async (before, signal) => {
      const page = await api.get("/activity", { query: { limit: PAGE, before }, signal });
      return { items: page.items, next: page.next_before };
    },
  );
  useNewOrders(pages);
  const of = {
    data: pages.items,
    problem: pages.problem,
    loading: pages.items === null,
    reload: pages.reload,
  };
  return (
    <Page title={words.title}>
      <Shown of={{ ...of, set: () => {} }}>
        {(items) =>
          items.length === 0 ? (
            <Empty text={words.empty}>
              <Link to={{ screen: "create" }} class="button main">
                {words.create}
              </Link>
            </Empty>
          ) : (
            <>
              {byDay(items).map((one) => (
                <Section key={one.day} title={dayTitle(one.day)}>
                  <ul class="card flush activity-list">
                    {one.items.map((item) => (
                      <Item key={item.job_id} item={item} />
                    ))}
                  </ul>
                </Section>
              ))}
              {pages.hasMore && (
                <MoreBelow
                  text={words.more}
                  busy={pages.busy}
                  byItself={!pages.stalled}
                  onMore={pages.more}
                />
              )}
            </>
          )
        }
      </Shown>
    </Page>
  );
}

/** Orders of the chat appear while this is looked at. Each is looked for once: proofs are at work, too, and not listed. */
function useNewOrders(pages: Pages<ActivityItem>): void {
  const lookedFor = useRef(new Set<string>());
  const { items, reload } = pages;
  useEffect(() => {
    if (items === null) return;
    const listed = new Set(items.map((one) => one.job_id));
    const fresh = [...jobs.value.keys()].filter((id) => !listed.has(id) && !lookedFor.current.has(id));
    for (const id of fresh) lookedFor.current.add(id);
    if (fresh.length > 0) reload();
  }, [items, jobs.value]);
}

function Item(given: { item: ActivityItem }) {
  const { item } = given;
  const live = jobs.value.get(item.job_id);
  const stage = live?.stage ?? item.stage;
  const progress = live?.progress ?? item.progress;
  const isActive = live ? !live.finished : item.finished_at === null;
  const what = titleOf(item);
  const words = (
    <>
      <span class="activity-head">
        <span class="activity-what">{what}</span>
        <StageBadge stage={stage} />
      </span>
      {item.prompt && <span class="soft small activity-prompt">{item.prompt}</span>}
      {stage === "failed" && item.error_text && <span class="refusal block">{item.error_text}</span>}
      <span class="soft small block">
        {timeOf(item.created_at)}
        {isActive && ` · ${percent(progress)}`}
      </span>
    </>
  );
  const to = whereTo(item, isActive, stage === "failed" || stage === "cancelled");
  return (
    <li>
      {to === null ? (
        <div class="activity-item">{words}</div>
      ) : (
        <Link to={to} class="activity-item">
          {words}
        </Link>
      )}
      {isActive && (
        <div class="activity-bar">
          <Progress value={progress} label={t().activity.progress(what)} />
        </div>
      )}
    </li>
  );
}

/** Null for what is erased: there is nothing to be seen. */
function whereTo(item: ActivityItem, isActive: boolean, failed: boolean): Route | null {
  if (item.lora_name === "") return null;
  if (item.generation_id !== null) return { screen: "generation", id: item.generation_id };
  return { screen: isActive || failed ? "training" : "model", id: item.lora_id };
}

function titleOf(item: ActivityItem): string {
  const words = t().activity;
  const erased = item.lora_name === "";
  if (item.kind === "training") return erased ? words.erasedTraining : words.training(item.lora_name);
  return erased ? words.erasedPictures(item.count) : words.pictures(item.count, item.lora_name);
}

function dayTitle(day: string): string {
  const ago = daysAgo(day, new Date());
  if (ago === 0) return t().activity.today;
  return ago === 1 ? t().activity.yesterday : dayInWords(`${day}T12:00:00`);
}

function timeOf(iso: string): string {
  const format = new Intl.DateTimeFormat(language.value, { hour: "2-digit", minute: "2-digit" });
  return format.format(new Date(iso));
}
