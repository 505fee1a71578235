/** The words for values and fields, loaded with whatever shows or takes them. */
import type { Text } from '../api/types';
import { addWords, i18n } from '../texts';
import values from '../texts/values';

addWords('values', values);

/** One of the console's own texts in both languages, for where the host's texts stand too. */
export function both(key: string, given: Record<string, unknown> = {}): Text {
  return { zh: i18n.global.t(key, given, { locale: 'zh' }), en: i18n.global.t(key, given, { locale: 'en' }) };
}
