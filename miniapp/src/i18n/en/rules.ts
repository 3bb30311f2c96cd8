export const rules = {
  title: "Good photos",
};
