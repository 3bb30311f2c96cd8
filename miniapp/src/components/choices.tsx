import { platform } from "../platform/index.ts";

export interface Choice<V extends string | number> {
  value: V;
  text: string;
}

/** One of a few, all in sight. Arrow keys move between them, as in any radio group. */
export function Choices<V extends string | number>(given: {
  label: string;
  options: readonly Choice<V>[];
  value: V | null;
  onPick: (value: V) => void;
  disabled?: boolean;
}) {
  const chosen = given.options.findIndex((option) => option.value === given.value);
  const move = (event: KeyboardEvent, from: number) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const to = (from + by + given.options.length) % given.options.length;
    const option = given.options[to];
    if (option) given.onPick(option.value);
    const buttons = (event.currentTarget as HTMLElement).parentElement?.querySelectorAll("button");
    buttons?.[to]?.focus();
  };
  return (
    <div class="choices" role="radiogroup" aria-label={given.label}>
      {given.options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          class="choice"
          aria-checked={index === chosen}
          tabIndex={index === Math.max(chosen, 0) ? 0 : -1}
          disabled={given.disabled}
          onKeyDown={(event) => move(event, index)}
          onClick={() => {
            platform.feel("pick");
            given.onPick(option.value);
          }}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}
