export const order = {
  title: "Training",
};
