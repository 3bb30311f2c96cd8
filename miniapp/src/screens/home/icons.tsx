const PATHS = {
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8a8 8 0 0 1 12-7M18 14v6m-3-3h6",
  brush: "M4 20c3 0 5-1 5-4a3 3 0 0 1 3-3l8-9-9 8a3 3 0 0 1-3 3c-2 1-2 4-4 5Z",
  models: "M4 6h16M4 12h16M4 18h10",
  gallery: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01",
  activity: "M12 7v5l3 2m6-2a9 9 0 1 1-3-6.700",
  rules: "M4 8h3l2-3h6l2 3h3v11H4zM12 16a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  settings:
    "M4 7h9m5 0h2M4 17h2m5 0h9M15 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM8 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z",
};

export type IconName = keyof typeof PATHS;

/** A line drawing beside words; it says nothing that they do not. */
export function Icon(given: { name: IconName }) {
  return (
    <svg class="home-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[given.name]} />
    </svg>
  );
}
