import { useEffect } from "preact/hooks";
import { JobCard } from "../../components/job_card.tsx";
import { Page, Section } from "../../components/page.tsx";
import { Shown, Waiting } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { go } from "../../routing/router.ts";
import { jobs } from "../../state/jobs.ts";
import { useLoaded } from "../../state/loaded.ts";
import { me } from "../../state/me.ts";
import { usePrimary } from "../../state/primary.ts";
import { deleted } from "../models/deleted.ts";
import { EngineBadge, EngineNote } from "./engine_badge.tsx";
import { DraftCard, Menu, NewestPictures, Tiles } from "./entries.tsx";
import { type Overview, overview } from "./overview.ts";
import { Quotas } from "./quotas.tsx";
import { Welcome } from "./welcome.tsx";
import "./home.css";

/** Where everything begins: what is at work, what is left, and a way to each screen. */
export function Home() {
  const loaded = useLoaded(overview, []);
  const { data } = loaded;
  const words = t().home;
  const isNew = data !== null && data.modelCount === 0 && data.draft === null && deleted.value.length === 0;
  usePrimary(isNew ? words.createFirst : null, () => go({ screen: "create" }));
  const name = me.value?.first_name;
  return (
    <Page title={name ? words.hello(name) : words.title} end={data && <EngineBadge engine={data.engine} />}>
      <Shown of={loaded} waiting={<Waiting heights={[88, 120, 300]} />}>
        {(seen) => (
          <>
            <EngineNote engine={seen.engine} />
            <AtWork ordered={seen.ordered} onUnknown={loaded.reload} />
            {isNew ? (
              <Welcome rules={seen.photoRules} />
            ) : (
              <>
                {seen.draft && <DraftCard draft={seen.draft} />}
                <Tiles />
                <NewestPictures pictures={seen.pictures} onStale={loaded.reload} />
              </>
            )}
            <Menu modelCount={seen.modelCount} isNew={isNew} />
          </>
        )}
      </Shown>
      {me.value && data && <Quotas me={me.value} />}
    </Page>
  );
}

function AtWork(given: { ordered: Overview["ordered"]; onUnknown: () => void }) {
  const going = [...jobs.value.values()].filter((job) => !job.finished);
  const unknown = going.filter((job) => !given.ordered.has(job.job_id)).map((job) => job.job_id);
  // Ordered in the chat a moment ago, or proofs, which stay unknown.
  useEffect(() => {
    if (unknown.length > 0) given.onUnknown();
  }, [unknown.join()]);
  const shown = going.filter((job) => given.ordered.has(job.job_id));
  if (shown.length === 0) return null;
  return (
    <Section title={t().home.atWork}>
      <ul class="home-list">
        {shown.map((job) => (
          <li key={job.job_id}>
            <JobCard job={job} name={given.ordered.get(job.job_id) ?? ""} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
