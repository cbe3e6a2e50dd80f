// What is drawn for each event of an order's timeline. The timeline tells of events; between two of
// them stands the command that the saga sends on the first, as OrderSaga has it.

const command = (name, from, to) => ({ kind: 'command', name, from, to });
const debit = command('DebitAccount', 'order', 'billing');
const mail = command('SendNotification', 'order', 'notification');
const moneyBack = command('VoidPayment', 'order', 'billing');

/** An event as it is drawn: where it comes from, who hears of it, and what is sent then. */
const EVENTS = {
  OrderPlaced: { before: [command('PlaceOrder', 'you', 'order')], at: 'order', after: [debit] },
  AccountDebited: { from: 'billing', to: 'order', tone: 'good', after: [command('ApproveOrder', 'order', 'order')] },
  DebitRejected: { from: 'billing', to: 'order', tone: 'bad', after: [command('RejectOrder', 'order', 'order')] },
  OrderApproved: { at: 'order', tone: 'good', status: 'APPROVED', after: [mail] },
  OrderRejected: { at: 'order', tone: 'bad', status: 'REJECTED', after: [mail] },
  OrderCancelled: {
    before: [command('CancelOrder', 'you', 'order')],
    at: 'order', tone: 'bad', status: 'CANCELLED', after: [moneyBack, mail],
  },
  PaymentRefunded: { from: 'billing', to: 'order', tone: 'good' },
  PaymentVoided: { from: 'billing', to: 'order', tone: 'good' },
  NotificationSent: {
    from: 'notification', to: 'order', tone: 'good',
    after: [{ kind: 'mail', name: 'mail', from: 'notification', to: 'you' }],
  },
  NotificationDelivered: { at: 'notification', tone: 'good' },
  DeliveryFailed: { at: 'notification', tone: 'bad' },
};

/** The moves of one entry of the timeline. */
export function movesOf(entry, order) {
  const drawn = EVENTS[entry.event] ?? { at: 'order' };
  const timedOut = entry.event === 'OrderRejected' && order?.rejectionReason === 'PAYMENT_TIMEOUT';
  const event = {
    kind: 'event',
    name: entry.event,
    from: drawn.from ?? drawn.at,
    to: drawn.to ?? drawn.at,
    tone: drawn.tone,
    status: drawn.status ?? (entry.event === 'OrderPlaced' ? 'PENDING' : undefined),
    entry,
  };
  return [
    ...(timedOut ? [{ kind: 'deadline', name: 'deadline', from: 'order', to: 'order' }] : []),
    ...(drawn.before ?? []),
    event,
    ...(timedOut ? [moneyBack] : []),
    ...(drawn.after ?? []),
  ];
}

/** What is drawn when a user registers, and when money is paid in. */
export const registration = [
  command('RegisterUser', 'you', 'user'),
  { kind: 'event', name: 'UserRegistered', from: 'user', to: 'billing', tone: 'good' },
  { kind: 'event', name: 'AccountOpened', from: 'billing', to: 'billing', tone: 'good' },
];
export const payment = [
  command('DepositFunds', 'you', 'billing'),
  { kind: 'event', name: 'FundsDeposited', from: 'billing', to: 'you', tone: 'good' },
];
