// A hundred orders at once, and the proof that each was decided and paid once, whatever happens in
// between: a request that got no answer is sent again with its key.
import { api } from '../lib/api.js';
import { operator } from '../lib/operator.js';
import { pause, untilAnswered } from '../lib/http.js';
import { random } from '../lib/random.js';
import { kopecks } from '../lib/format.js';

export const ORDERS = 100;
const AT_A_TIME = 4; // a browser has six connections, and some are needed to look
const CRASH_AFTER = 30;
const PAGE = 200;
const PATIENCE = 180_000;

/** Plays it and tells of the counters: of the running state, and at the end of the proof. */
export async function placeHundred(userId, { crashes, tell }) {
  const state = { placed: 0, approved: 0, rejected: 0, mails: 0, lost: 0, phase: 'running' };
  const show = (change = {}) => tell(Object.assign(state, change));
  const away = (tries) => show({ phase: 'lost', lost: tries, lostAt: state.lostAt ?? Date.now() });
  const asked = (attempt) => untilAnswered(attempt, { tell: away });

  const topUpKey = random();
  await asked(() => topUp(userId, topUpKey));
  const before = await asked(() => api.account(userId));
  const mailsBefore = (await asked(() => api.mails({ userId }, 0, 1))).page.totalElements;
  show();

  const keys = Array.from({ length: ORDERS }, () => random());
  const ids = new Set();
  let crash;
  const work = Array.from({ length: AT_A_TIME }, async () => {
    for (let key = keys.pop(); key; key = keys.pop()) {
      const order = { userId, price: 1, description: 'One of a hundred' };
      const answer = await asked(() => api.order(order, key));
      ids.add(answer.body.orderId);
      show({ placed: ids.size });
      // The process goes before it can answer, or after.
      if (crashes && ids.size >= CRASH_AFTER) crash ??= operator.crash().catch(() => {});
    }
  });

  const counted = async () => {
    const orders = await decided(userId, ids, asked);
    const mails = (await asked(() => api.mails({ userId }, 0, 1))).page.totalElements - mailsBefore;
    if (state.phase === 'lost') show({ phase: 'back', lostFor: Date.now() - state.lostAt });
    show({ ...orders, mails });
    return ids.size === ORDERS && orders.approved + orders.rejected === ORDERS && mails >= ORDERS;
  };
  for (const end = Date.now() + PATIENCE; !(await counted()) && Date.now() < end; ) await pause(250);
  await Promise.all(work);
  const proof = await prove(userId, ids, before, state.approved, asked);
  show({ phase: 'done', proof });
}

async function topUp(userId, key) {
  const { balance } = await api.account(userId);
  if (balance < ORDERS) await api.deposit(userId, ORDERS, key);
}

async function decided(userId, ids, asked) {
  const { content } = await asked(() => api.orders({ userId }, 0, PAGE));
  const own = content.filter((order) => ids.has(order.orderId));
  const count = (status) => own.filter((order) => order.status === status).length;
  return { approved: count('APPROVED'), rejected: count('REJECTED') };
}

/** From the statement: how often each of the orders was paid, and what is on the account. */
async function prove(userId, ids, before, approved, asked) {
  for (let tries = 0; ; tries++) {
    const payments = new Map();
    for (let number = 0, pages = 1; number < pages; number++) {
      const { content, page } = await asked(() => api.operations(userId, number, PAGE));
      pages = page.totalPages;
      content
        .filter((entry) => entry.kind === 'ORDER_PAYMENT' && ids.has(entry.orderId))
        .forEach((entry) => payments.set(entry.orderId, (payments.get(entry.orderId) ?? 0) + 1));
    }
    const account = await asked(() => api.account(userId));
    const taken = kopecks(before.balance) - kopecks(account.balance);
    const proof = {
      paid: payments.size,
      twice: [...payments.values()].filter((times) => times > 1).length,
      before: before.balance,
      after: account.balance,
      currency: account.currency,
      holds: payments.size === approved && taken === approved * 100
        && [...payments.values()].every((times) => times === 1),
    };
    if (proof.holds || tries >= 20) return proof; // a read model may lag a moment
    await pause(250);
  }
}
