// Which language the page speaks: the one chosen before, else the browser's.
import en from '../texts/en.js';
import ru from '../texts/ru.js';

const TEXTS = { en, ru };
const KEY = 'language';
const listeners = new Set();

let language = remembered() ?? (navigator.language.startsWith('ru') ? 'ru' : 'en');
document.documentElement.lang = language;

function remembered() {
  try {
    const value = localStorage.getItem(KEY);
    return value in TEXTS ? value : undefined;
  } catch {
    return undefined; // a browser that keeps nothing
  }
}

export const languages = Object.keys(TEXTS);

export function currentLanguage() {
  return language;
}

export function speak(next) {
  language = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // It is asked again next time.
  }
  listeners.forEach((listener) => listener());
}

/** Calls the listener at each change of the language; gives what ends that. */
export function onLanguage(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The text of that name, with {places} filled in; the name itself if there is none. */
export function t(name, values = {}) {
  const text = TEXTS[language][name] ?? TEXTS.en[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place);
}

export function has(name) {
  return name in TEXTS[language];
}
