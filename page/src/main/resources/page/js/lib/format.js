// Money, times and ids for people. Money is only ever shown, or counted in whole kopecks.
import { currentLanguage, t, has } from './i18n.js';

export function money(amount, currency = 'RUB') {
  if (amount === undefined || amount === null) return '–';
  return new Intl.NumberFormat(currentLanguage(), {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
  }).format(amount);
}

export const kopecks = (amount) => Math.round(amount * 100);

export function number(value, digits = 0) {
  return new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: digits }).format(value);
}

export function clock(instant) {
  return new Intl.DateTimeFormat(currentLanguage(), {
    hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).format(new Date(instant));
}

export function dateTime(instant) {
  return new Intl.DateTimeFormat(currentLanguage(), {
    day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).format(new Date(instant));
}

const UNITS = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];

/** How long ago, as "3 minutes ago". */
export function ago(instant) {
  const seconds = Math.min(0, (new Date(instant) - Date.now()) / 1000);
  const [unit, size] = UNITS.find(([, each]) => -seconds >= each) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(currentLanguage(), { numeric: 'auto' })
    .format(Math.round(seconds / size), unit);
}

/** A duration in milliseconds. */
export function span(millis) {
  return millis < 1000 ? `${Math.max(0, Math.round(millis))} ${t('ms')}` : `${number(millis / 1000, 1)} ${t('s')}`;
}

export const shortId = (id) => id.slice(0, 8);

/** What went wrong, in the page's language where it knows it. */
export function failure(error) {
  if (error.status === 0) return t('error.unreachable');
  if (has(`error.${error.type}`)) return t(`error.${error.type}`);
  return error.message;
}
