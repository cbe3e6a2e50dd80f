// What an event means, in a sentence. The API tells it in English; the page in its language, where
// it knows the event.
import { currentLanguage, has, t } from './i18n.js';
import { money } from './format.js';

export function tell(name, detail, price) {
  if (detail && currentLanguage() === 'en') return detail;
  return has(`move.${name}`) ? t(`move.${name}`, { price: money(price) }) : (detail ?? '');
}
