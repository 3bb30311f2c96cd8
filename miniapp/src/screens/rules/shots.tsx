import type { ComponentChildren } from "preact";
import type { t } from "../../i18n/index.ts";

type Words = ReturnType<typeof t>["rules"];
export type GoodShot = keyof Words["goodShots"];
export type BadShot = keyof Words["badShots"];

/** A person with the middle of the face at 50, 40, of a size for a photo of head and shoulders. */
function Person(given: { turned?: boolean; face?: ComponentChildren }) {
  const aside = given.turned ? 5 : 0;
  return (
    <g>
      <path class="rules-shirt" d="M14 112c0-26 14-36 36-36s36 10 36 36Z" />
      <path class="rules-skin" d="M42 60h16v18a8 8 0 0 1-16 0Z" />
      <path class="rules-hair" d="M26 42c0-20 10-28 24-28s24 8 24 28c0 8-2 14-4 18H30c-2-4-4-10-4-18Z" />
      <ellipse class="rules-skin" cx={50 + aside / 2} cy="43" rx="18" ry="22" />
      <path class="rules-hair" d="M31 36c4-14 34-14 38 0-10-6-26-8-38 0Z" />
      {given.face ?? <Face aside={aside} />}
    </g>
  );
}

function Face(given: { aside?: number }) {
  const aside = given.aside ?? 0;
  return (
    <g>
      <circle class="rules-dark" cx={43 + aside * 1.4} cy="42" r="2.2" />
      <circle class="rules-dark" cx={57 + aside} cy="42" r="2.2" />
      <path class="rules-line" d={`M${44 + aside * 1.3} 53q6 5 ${12 - aside / 2} 0`} />
    </g>
  );
}

/** The same person further away: with hips, or from head to toe. */
function Figure(given: { full?: boolean; x?: number; scale?: number }) {
  const scale = given.scale ?? (given.full ? 0.3 : 0.55);
  const x = given.x ?? 50;
  return (
    <g transform={`translate(${x - 50 * scale} ${given.full ? 10 : 14}) scale(${scale})`}>
      <path class="rules-trousers" d="M30 160h40l-4 112H54l-4-80-4 80H34Z" />
      <path class="rules-shirt" d="M18 100c0-18 12-24 32-24s32 6 32 24v56H18Z" />
      <Person />
    </g>
  );
}

const GOOD: Record<GoodShot, ComponentChildren> = {
  close: <Person />,
  half: <Figure />,
  full: <Figure full />,
  window: (
    <>
      <path class="rules-light" d="M4 8h26v50H4ZM30 8l60 92H30Z" />
      <path class="rules-frame" d="M4 8h26v50H4ZM17 8v50M4 33h26" />
      <Person />
    </>
  ),
  outside: (
    <>
      <circle class="rules-sun" cx="18" cy="20" r="10" />
      <path class="rules-hill" d="M0 78q26-22 54-6t46-8v40H0Z" />
      <Figure />
    </>
  ),
  turned: <Person turned />,
};

const BAD: Record<BadShot, ComponentChildren> = {
  glasses: (
    <Person
      face={
        <>
          <path class="rules-dark" d="M33 37h15v8q-8 4-13-1ZM52 37h15l-2 7q-6 5-13 1Z" />
          <path class="rules-line" d="M46 38h8M44 55q6 3 12 0" />
        </>
      }
    />
  ),
  group: (
    <>
      <Figure x={22} scale={0.46} />
      <Figure x={78} scale={0.46} />
      <Figure x={50} />
    </>
  ),
  blurred: (
    <g class="rules-blurred">
      <Person />
    </g>
  ),
  dark: (
    <>
      <Person />
      <path class="rules-night" d="M0 0h100v100H0Z" />
    </>
  ),
  filter: (
    <>
      <Person />
      <path class="rules-hair" d="M26 26 30 2l14 14ZM74 26 70 2 56 16Z" />
      <circle class="rules-dark" cx="50" cy="48" r="3" />
      <path class="rules-line" d="M20 46h14M20 54l14-3M80 46H66M80 54l-14-3" />
    </>
  ),
  screenshot: (
    <>
      <g transform="translate(27 24) scale(.46)">
        <Person />
      </g>
      <path class="rules-frame" d="M26 6h48v88H26ZM26 16h48M26 72h48M34 80h20M34 87h12M62 82h6" />
    </>
  ),
  tiny: (
    <>
      <path class="rules-hill" d="M0 70q26-22 54-6t46-8v50H0Z" />
      <Figure full scale={0.13} x={60} />
    </>
  ),
  same: (
    <>
      {[4, 18, 32].map((x) => (
        <g key={x} transform={`translate(${x} ${x}) scale(.62)`}>
          <rect class="rules-paper" width="100" height="100" rx="6" />
          <Person />
        </g>
      ))}
    </>
  ),
  cut: (
    <g transform="translate(0 -44)">
      <Person />
      <path class="rules-shirt" d="M14 108h72v40H14Z" />
    </g>
  ),
};

/** A drawing of a photo with what it shows. */
export function Shot(given: { text: string } & ({ good: GoodShot } | { bad: BadShot })) {
  const isGood = "good" in given;
  return (
    <li>
      <figure class="rules-shot">
        <svg viewBox="0 0 100 100" aria-hidden="true">
          {isGood ? GOOD[given.good] : BAD[given.bad]}
        </svg>
        <span class={isGood ? "mark rules-mark" : "mark rules-mark bad"} aria-hidden="true">
          {isGood ? "✓" : "✕"}
        </span>
        <figcaption>{given.text}</figcaption>
      </figure>
    </li>
  );
}
