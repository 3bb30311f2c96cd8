export const home = {
  title: "loragram",
};
