export const generate = {
  title: "New pictures",
};
