/** Between a stored value and what stands in an input, with the rules that need no host. */
import type { Field, Text } from '../api/types';
import { instantOf, localOf } from './dates';
import { isEmpty } from './fields';
import { decimalOf, decimalText, fenOf, yuanInput, yuanText } from './money';
import { both } from './words';

/** What an input holds: text as typed, an id, whether it is so, or several of them. */
export type Raw = string | number | boolean | null | Raw[];
export type Outcome = { value: unknown } | { problem: Text };

function rawOfOne(field: Field, value: unknown): Raw {
  switch (field.type) {
    case 'money':
      return typeof value === 'number' ? yuanInput(value) : '';
    case 'decimal':
      return typeof value === 'number'
        ? decimalText(value, field.scale)
            .replaceAll(',', '')
            .replace(/(\.\d*?)0+$/, '$1')
            .replace(/\.$/, '')
        : String(value);
    case 'datetime':
      return localOf(String(value));
    case 'boolean':
      return value === true;
    case 'organisation':
    case 'member':
    case 'record':
      return value as number | string;
    default:
      return String(value);
  }
}

export function rawOf(field: Field, value: unknown): Raw {
  if (field.list) return Array.isArray(value) ? value.map((each) => rawOfOne(field, each)) : [];
  return value === null || value === undefined ? null : rawOfOne(field, value);
}

/** What counts as the same in an input: an emptied one is like one never filled. */
export function sameRaw(one: Raw | undefined, other: Raw | undefined): boolean {
  if (isEmpty(one) && isEmpty(other)) return true;
  return JSON.stringify(one) === JSON.stringify(other);
}

function number(field: Field, value: number, shown: (limit: number) => string): Outcome {
  if (field.min !== null && value < field.min) return { problem: limits(field, shown) };
  if (field.max !== null && value > field.max) return { problem: limits(field, shown) };
  return { value };
}

function limits(field: Field, shown: (limit: number) => string): Text {
  if (field.min === null) return both('values.atMost', { max: shown(field.max!) });
  if (field.max === null) return both('values.atLeast', { min: shown(field.min) });
  return both('values.between', { min: shown(field.min), max: shown(field.max) });
}

/** A range in words, for the help beside an input; null where there is none to speak of: "at least 0" goes without saying. */
export function limitsText(field: Field): Text | null {
  const { min, max } = field;
  if (field.list || max === null) return null;
  const shown = (limit: number) => (field.type === 'money' ? yuanText(limit) : String(limit));
  if (min === null) return both('values.upTo', { max: shown(max) });
  return both('values.range', { min: shown(min), max: shown(max) });
}

function valueOfOne(field: Field, raw: Raw): Outcome {
  const text = typeof raw === 'string' ? raw.trim() : '';
  switch (field.type) {
    case 'text': {
      const length = [...String(raw)].length;
      if (length > field.max_length)
        return { problem: both('values.tooLong', { max: field.max_length, found: length }) };
      return { value: raw };
    }
    case 'integer': {
      const plain = text.replace(/[\s,，]/g, '');
      if (!/^-?\d{1,15}$/.test(plain)) return { problem: both('values.noInteger') };
      return number(field, Number(plain), String);
    }
    case 'decimal': {
      const plain = decimalOf(text, field.scale);
      if (plain === null) return { problem: both('values.noDecimal', { scale: field.scale }) };
      const checked = number(field, Number(plain), String);
      return 'problem' in checked ? checked : { value: plain };
    }
    case 'money': {
      const fen = fenOf(text);
      if (fen === null) return { problem: both('values.noMoney') };
      return number(field, fen, yuanText);
    }
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? { value: text } : { problem: both('values.noDate') };
    case 'datetime': {
      const instant = instantOf(text);
      return instant === null ? { problem: both('values.noDate') } : { value: instant };
    }
    default:
      return { value: raw };
  }
}

/** The value to send, or what is wrong with it. An empty input is null; whether it may be, `missing` says. */
export function valueOf(field: Field, raw: Raw | undefined): Outcome {
  if (raw === undefined || isEmpty(raw)) return { value: null };
  if (!Array.isArray(raw)) return valueOfOne(field, raw);
  const values: unknown[] = [];
  for (const each of raw) {
    if (isEmpty(each)) continue;
    const outcome = valueOfOne(field, each);
    if ('problem' in outcome) return outcome;
    values.push(outcome.value);
  }
  return { value: values.length ? values : null };
}

/** The problem of a required field without a value. */
export function missing(): Text {
  return both('values.missing');
}
