// Follows an order: its states by its event stream, what happened in the services by its timeline.
import { api, listen } from '../lib/api.js';
import { pause, untilAnswered } from '../lib/http.js';
import { movesOf } from './moves.js';

const LOOK_EVERY = 200; // milliseconds
const GIVE_UP_AFTER = 120_000;

/**
 * Tells of each new entry of the timeline, up to the mail that follows the decision.
 *
 * @param seen how many entries are known already, as before a cancellation
 * @param on with order(order) and moves(moves)
 * @return the mail, or undefined if it did not come in time or nobody listens any more
 */
export async function follow(order, { seen = 0, on, isOver = () => false }) {
  let last = order;
  const stop = listen(order.orderId, (state) => {
    last = state;
    on.order(state);
  });
  try {
    const end = Date.now() + GIVE_UP_AFTER;
    for (let known = seen; Date.now() < end && !isOver(); await pause(LOOK_EVERY)) {
      const entries = await untilAnswered(() => api.timeline(order.orderId));
      const fresh = entries.slice(known);
      if (fresh.some((entry) => entry.event === 'OrderRejected') && last.status === 'PENDING') {
        last = await untilAnswered(() => api.findOrder(order.orderId)); // for the reason
        on.order(last);
      }
      if (fresh.length > 0) on.moves(fresh.flatMap((entry) => movesOf(entry, last)), entries.length);
      known = Math.max(known, entries.length);
      if (fresh.some((entry) => entry.event === 'NotificationSent')) return mailOf(order.orderId, on);
    }
    return undefined;
  } finally {
    stop();
  }
}

/**
 * The newest mail about an order. The read model may lag a moment behind the timeline. The order is
 * told once more, as its event stream may be slower than its mail.
 */
async function mailOf(orderId, on) {
  for (let tries = 0; tries < 40; tries++) {
    const { content } = await untilAnswered(() => api.mails({ orderId }));
    const order = await untilAnswered(() => api.findOrder(orderId));
    const mail = content.find((each) => each.kind === `ORDER_${order.status}`);
    if (mail) {
      on.order(order);
      return mail;
    }
    await pause(LOOK_EVERY);
  }
  return undefined;
}
