// The names of users by their ids; asked for once each.
import { api } from './api.js';
import { t } from './i18n.js';

const names = new Map();

/** The name, or the beginning of the id until it is known; the host is drawn anew then. */
export function nameOf(userId, host) {
  if (!names.has(userId)) {
    names.set(userId, { name: userId.slice(0, 8) });
    api.user(userId)
      .then((user) => names.set(userId, user))
      .catch((error) => (error.status === 404 ? names.set(userId, {}) : names.delete(userId)))
      .finally(() => host.requestUpdate());
  }
  const { name, erasedAt } = names.get(userId) ?? {};
  return name ?? t(erasedAt ? 'look.erased' : 'look.stranger');
}
