export const model = {
  title: "Model",
};
