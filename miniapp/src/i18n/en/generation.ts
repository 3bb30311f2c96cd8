export const generation = {
  title: "Pictures",
};
