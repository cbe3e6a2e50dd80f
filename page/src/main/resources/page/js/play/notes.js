// What stands in the boxes of the picture.
import { t } from '../lib/i18n.js';
import { money } from '../lib/format.js';

const TONES = { APPROVED: 'good', REJECTED: 'bad', CANCELLED: 'bad' };

/**
 * @param isOver whether all that has happened is drawn, so that nothing is told ahead of the picture
 */
export function notesOf({ user, account, order, status, mail }, isOver) {
  return {
    you: user?.name,
    user: user && { text: user.name, more: user.email },
    billing: account && { text: money(account.balance, account.currency), more: t('balance') },
    order: order && status && {
      text: t(`status.${status}`), tone: TONES[status] ?? 'wait', more: money(order.price, account?.currency),
    },
    notification: mail && isOver && { text: mail.subject },
  };
}
