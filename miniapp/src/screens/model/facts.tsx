import type { ComponentChildren } from "preact";

export interface Fact {
  name: string;
  value: ComponentChildren;
  under?: string | undefined;
}

/** Names with what they are, one under the other. */
export function Facts(given: { facts: readonly Fact[] }) {
  return (
    <dl class="model-facts">
      {given.facts.map((fact) => (
        <div key={fact.name}>
          <dt class="soft">{fact.name}</dt>
          <dd>
            {fact.value}
            {fact.under && <span class="soft small block">{fact.under}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
