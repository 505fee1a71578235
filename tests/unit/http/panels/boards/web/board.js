// @ts-check
export const answer = 42;
