// The orders, each in a line: who, how much, where it stands, since when. One can be opened.
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { Pages } from '../lib/pages.js';
import { api } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { ago, clock, dateTime, failure, money } from '../lib/format.js';
import { tell } from '../lib/tell.js';
import { nameOf } from '../lib/names.js';

const TONES = { PENDING: 'wait', APPROVED: 'good', REJECTED: 'bad', CANCELLED: 'bad' };

/** What stands in the address: an order, or "of:" and a user. */
export const filterOf = (chosen) => (chosen?.startsWith('of:') ? { userId: chosen.slice(3) } : {});

class OrdersList extends PageElement {
  static properties = { chosen: { attribute: false }, status: { state: true }, timeline: { state: true } };

  #orders = new Pages(this, async (number) => {
    const page = await api.orders(filterOf(this.chosen), number, 20);
    await this.#openChosen();
    return page;
  });
  #opened; // the order, which may be on another page

  constructor() {
    super();
    this.status = '';
  }

  willUpdate(changed) {
    if (!changed.has('chosen')) return;
    this.timeline = this.#opened = undefined;
    if (changed.get('chosen') !== undefined || this.#orders.page) {
      const isFilter = [changed.get('chosen'), this.chosen].some((one) => one?.startsWith('of:'));
      if (isFilter) this.#orders.reset();
      else this.#orders.refresh();
    }
  }

  async #openChosen() {
    const id = this.chosen;
    if (!id || id.startsWith('of:')) return;
    const [order, timeline] = await Promise.all([api.findOrder(id), api.timeline(id)])
      .catch((error) => [{ error }, []]);
    if (id === this.chosen) [this.#opened, this.timeline] = [order, timeline];
  }

  render() {
    const { userId } = filterOf(this.chosen);
    return html`<div class="two wide">
      <section class="card pane" aria-labelledby="orders-title">
        <div class="head"><h2 id="orders-title">${t('look.orders')}</h2>
          ${userId ? html`<span class="chip">${t('look.filter.user')}: ${nameOf(userId, this)} <a href="#look/orders" aria-label=${t('look.filter.everybody')}>×</a></span>` : nothing}
          <label class="inline">${t('look.filter.status')}
            <select @change=${(event) => (this.status = event.target.value)}>
              <option value="">${t('look.filter.all')}</option>
              ${Object.keys(TONES).map((status) => html`<option value=${status}>${t(`status.${status}`)}</option>`)}
            </select></label>
        </div>
        ${this.#orders.view({ empty: t('look.orders.empty'), label: t('look.orders'), row: (order) => this.#row(order) })}
        ${this.status && this.#orders.page?.content.every((order) => order.status !== this.status)
          ? html`<p class="empty">${t('look.none.match')}</p>` : nothing}
      </section>
      ${this.#opened ? this.#detail(this.#opened) : nothing}
    </div>`;
  }

  #row(order) {
    if (this.status && order.status !== this.status) return nothing;
    return html`<li><a class="row" href="#look/orders/${order.orderId}" aria-current=${order.orderId === this.chosen ? 'true' : nothing}>
      <span class="main"><strong>${nameOf(order.userId, this)}</strong><span class="quiet">${order.description ?? order.orderId.slice(0, 8)}</span></span>
      <span class="badge ${TONES[order.status]}">${t(`status.${order.status}`)}</span>
      <span class="end money"><strong>${money(order.price)}</strong><span class="quiet">${ago(order.decidedAt ?? order.placedAt)}</span></span>
    </a></li>`;
  }

  #detail(order) {
    if (order.error) return html`<p class="card pane error" role="alert">${failure(order.error)}</p>`;
    return html`<section class="card pane" aria-labelledby="order-title">
      <h2 id="order-title">${nameOf(order.userId, this)} · ${money(order.price)} · ${t(`status.${order.status}`)}
        ${order.rejectionReason ? html`(${t(`reason.${order.rejectionReason}`)})` : nothing}</h2>
      <p class="quiet"><code>${order.orderId}</code><br>${dateTime(order.placedAt)}
        · <a href="#look/users/${order.userId}">${t('look.account')}</a></p>
      <h3>${t('look.timeline')}</h3>
      <ol class="timeline">${this.timeline.map((entry) => html`<li>
        <span class="when">${clock(entry.at)}</span><span><code>${entry.event}</code><br><span class="quiet">${tell(entry.event, entry.detail, order.price)}</span></span></li>`)}
      </ol>
    </section>`;
  }
}

customElements.define('orders-list', OrdersList);
