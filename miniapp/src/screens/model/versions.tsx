import type { Schemas } from "../../api/shapes.ts";
import { Section } from "../../components/page.tsx";
import { StageBadge } from "../../components/stage_badge.tsx";
import { day, megabytes, number } from "../../i18n/figures.ts";
import { t } from "../../i18n/index.ts";
import { type Fact, Facts } from "./facts.tsx";

type Version = Schemas["TrainedVersion"];

/** Every training of the model, the newest first, with what it was made with. */
export function Versions(given: { versions: readonly Version[] }) {
  const words = t().model;
  if (given.versions.length === 0) return null;
  return (
    <Section title={words.versions}>
      <ul class="card flush model-list">
        {given.versions.map((version) => (
          <li key={version.no} class="model-version">
            <details>
              <summary>
                <span>
                  {words.version(version.no)}
                  <span class="soft small block">
                    {version.trainer_name}, {words.quality[version.quality]} · {day(version.created_at)}
                  </span>
                </span>
                <StageBadge stage={version.status} />
              </summary>
              {version.error_text && <p class="small">{version.error_text}</p>}
              <Facts facts={factsOf(version)} />
            </details>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function factsOf(version: Version): Fact[] {
  const words = t().model;
  const facts: Fact[] = [{ name: words.base, value: version.base_model }];
  for (const [key, value] of Object.entries(version.params))
    facts.push({ name: words.params[key] ?? key, value: typeof value === "number" ? number(value) : value });
  if (version.file_size !== null) facts.push({ name: words.size, value: megabytes(version.file_size) });
  const { likeness, verdict } = version;
  const said = [
    likeness && words.alike(likeness.passed, likeness.proofs.length),
    verdict && words.verdict[verdict],
  ].filter(Boolean);
  if (said.length > 0) facts.push({ name: words.proofs, value: said.join(". ") });
  return facts;
}
