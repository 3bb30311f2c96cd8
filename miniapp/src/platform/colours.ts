/** Telegram's themes are made for Telegram's eyes; what is read here must also be read by others (WCAG 2, AA). */

type Rgb = readonly [number, number, number];

const ENOUGH = 4.5;
/** Text that also stands on a tint of itself. */
const ENOUGH_ON_TINT = 5.6;
const STEP = 0.04;

export interface Theme {
  button_color?: string;
  button_text_color?: string;
  accent_text_color?: string;
  link_color?: string;
  destructive_text_color?: string;
  section_bg_color?: string;
  secondary_bg_color?: string;
  bg_color?: string;
}

/** The colours that must change so that text can be read, by the name of our CSS variable. */
export function readableColours(theme: Theme): Record<string, string> {
  const found: Record<string, string> = {};
  const card = theme.section_bg_color ?? theme.bg_color;
  const put = (name: string, colour: string | undefined, against: string | undefined, enough: number) => {
    if (colour && against) found[name] = apart(colour, against, enough);
  };
  put("--button", theme.button_color, theme.button_text_color, ENOUGH);
  put("--accent", theme.accent_text_color ?? theme.link_color, card, ENOUGH_ON_TINT);
  put("--link", theme.link_color, card, ENOUGH_ON_TINT);
  put("--danger", theme.destructive_text_color, card, ENOUGH_ON_TINT);
  return found;
}

/** `colour`, moved away from `against` in lightness until the two have the contrast. */
export function apart(colour: string, against: string, enough: number): string {
  const start = parsedColour(colour);
  const other = parsedColour(against);
  if (start === null || other === null) return colour;
  const target: Rgb = lightness(other) > 0.18 ? [0, 0, 0] : [255, 255, 255];
  let now = start;
  for (let part = STEP; contrast(now, other) < enough && part <= 1; part += STEP)
    now = mixed(start, target, part);
  return `#${now.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [lightness(one), lightness(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

export function parsedColour(text: string): Rgb | null {
  const [, r, g, b] = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text.trim()) ?? [];
  return r && g && b ? [parseInt(r, 16), parseInt(g, 16), parseInt(b, 16)] : null;
}

function lightness([r, g, b]: Rgb): number {
  const linear = (channel: number) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function mixed(from: Rgb, to: Rgb, part: number): Rgb {
  const channel = (a: number, b: number) => a + (b - a) * Math.min(part, 1);
  return [channel(from[0], to[0]), channel(from[1], to[1]), channel(from[2], to[2])];
}
