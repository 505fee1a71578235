/** Both languages with the same keys. */
export function words<T extends object>(zh: T, en: T): { zh: T; en: T } {
  return { zh, en };
}
