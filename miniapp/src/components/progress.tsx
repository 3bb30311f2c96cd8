/** How far something is, from 0 to 100, for eyes and ears. */
export function Progress(given: { value: number; label: string }) {
  const value = Math.max(0, Math.min(100, Math.round(given.value)));
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={given.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value}
    >
      <div style={{ width: `${value}%` }} />
    </div>
  );
}
