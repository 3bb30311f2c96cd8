export const models = {
  title: "My models",
};
