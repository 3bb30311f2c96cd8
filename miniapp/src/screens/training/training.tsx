import { useEffect } from "preact/hooks";
import type { JobStatus, LoraFull } from "../../api/shapes.ts";
import { Page } from "../../components/page.tsx";
import { Shown } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import type { Route } from "../../routing/routes.ts";
import { api } from "../../state/app.ts";
import { atWork, heard, jobs } from "../../state/jobs.ts";
import { type Loaded, useLoaded } from "../../state/loaded.ts";
import { AtWork } from "./at_work.tsx";
import { Ended } from "./ended.tsx";
import { TrainingLog } from "./log.tsx";
import "./training.css";

/** The newest training of a model: how far it is, or how it ended. */
export function Training({ route }: { route: Extract<Route, { screen: "training" }> }) {
  const loaded = useLoaded(
    async (signal) => {
      const lora = await api.get("/loras/{lora_id}", { path: { lora_id: route.id }, signal });
      heard(lora.job, endOf(lora));
      return lora;
    },
    [route.id],
  );
  return (
    <Page title={loaded.data?.name ?? t().training.title}>
      <Shown of={loaded}>{(lora) => <Newest lora={lora} loaded={loaded} />}</Shown>
    </Page>
  );
}

/** Where the live line is cut nobody says that a training has ended: the model itself does. */
function endOf(lora: LoraFull): JobStatus | null {
  const going = atWork({ lora: lora.id });
  const status = lora.versions.find((version) => version.job_id === going?.job_id)?.status;
  if (going === null || (status !== "completed" && status !== "failed" && status !== "cancelled"))
    return null;
  return { ...going, stage: status, finished: true };
}

function Newest({ lora, loaded }: { lora: LoraFull; loaded: Loaded<LoraFull> }) {
  const live = atWork({ lora: lora.id });
  const known = lora.job === null ? null : (jobs.value.get(lora.job.job_id) ?? lora.job);
  const job = live ?? (known?.finished === false ? known : null);
  const newest = lora.versions[0];
  const jobId = job?.job_id ?? newest?.job_id ?? null;
  // A job that another place began, or that has just ended, is not in what was loaded.
  const isStale = job === null ? lora.job !== null : job.job_id !== lora.job?.job_id;
  useEffect(() => {
    if (isStale) loaded.reload();
  }, [isStale]);
  return (
    <>
      {job ? <AtWork lora={lora} job={job} /> : !isStale && <Ended lora={lora} onChange={loaded.reload} />}
      {jobId && <TrainingLog key={jobId} id={jobId} job={job} />}
    </>
  );
}
