export const create = {
  title: "New model",
};
