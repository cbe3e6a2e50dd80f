// The public API, a function for each call that the page makes.
import { call, Failure, pause } from './http.js';
import { listenTo } from './event-stream.js';
import { random } from './random.js';

const get = async (path, options) => (await call('GET', path, options)).body;

function post(path, body, key = random(), headers = {}) {
  return call('POST', path, { body, headers: { 'Idempotency-Key': key, ...headers } });
}

function page(path, filter, number, size) {
  const query = new URLSearchParams({ page: number, size });
  Object.entries(filter).forEach(([name, value]) => value && query.set(name, value));
  return get(`${path}?${query}`);
}

export const api = {
  /** The whole answer: who is logged in and registered before gets 200. */
  register: (name, email) => post('/users', { name, email }),
  user: (id) => get(`/users/${id}`),
  users: (number = 0, size = 20) => page('/users', {}, number, size),

  account: (userId) => get(`/accounts/${userId}`),
  deposit: async (userId, amount, key) =>
    (await post(`/accounts/${userId}/deposits`, { amount }, key)).body,
  operations: (userId, number = 0, size = 20) =>
    page(`/accounts/${userId}/operations`, {}, number, size),

  /** The whole answer, as its headers and status matter to who sends twice. */
  order: (order, key) => post('/orders', order, key),
  findOrder: (id) => get(`/orders/${id}`),
  orders: (filter = {}, number = 0, size = 20) => page('/orders', filter, number, size),
  timeline: (id) => get(`/orders/${id}/timeline`),
  cancel: async (id) => (await post(`/orders/${id}/cancellation`)).body,

  mails: (filter = {}, number = 0, size = 20) => page('/notifications', filter, number, size),

  /** Billing opens it by itself, a moment after the registration. */
  async accountOf(userId, patience = 15_000) {
    for (const end = Date.now() + patience; ; await pause(150)) {
      try {
        return await this.account(userId);
      } catch (error) {
        const notYet = error instanceof Failure && error.status === 404;
        if (!notYet || Date.now() > end) throw error;
      }
    }
  },
};

/** The states of an order as they come. Gives what ends the listening. */
export function listen(orderId, onState) {
  const end = new AbortController();
  listenTo(`/orders/${orderId}`, end.signal, ({ data }) => {
    const order = JSON.parse(data);
    onState(order);
    if (order.status !== 'PENDING') end.abort();
  });
  return () => end.abort();
}
