// Orders that are not decided yet, the oldest first. The API lists orders by age alone, so they are
// looked for among the newest; the age of the oldest of all is a metric.
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { api } from '../lib/api.js';
import { operator } from '../lib/operator.js';
import { Watch } from '../lib/watch.js';
import { t } from '../lib/i18n.js';
import { ago, failure, money, number, span } from '../lib/format.js';
import { nameOf } from '../lib/names.js';
import { read } from './prometheus.js';

const PAGES = 3;
const SIZE = 200;
const SHOWN = 12;

class UndecidedOrders extends PageElement {
  #found = new Watch(this, 3000, () => this.#look());

  async #look() {
    let orders = [];
    for (let number = 0, pages = 1; number < Math.min(pages, PAGES); number++) {
      const { content, page } = await api.orders({}, number, SIZE);
      orders = orders.concat(content);
      pages = page.totalPages;
    }
    const oldest = read(await operator.metrics())('arch_orders_undecided_oldest_seconds');
    return {
      looked: orders.length,
      oldest,
      pending: orders.filter(({ status }) => status === 'PENDING').reverse(),
    };
  }

  render() {
    const { value, error } = this.#found;
    return html`<section class="card pane" aria-labelledby="undecided-title">
      <h2 id="undecided-title">${t('operate.undecided')}</h2>
      ${error ? html`<p class="error" role="alert">${failure(error)}</p>` : nothing}
      ${!value && !error ? html`<p class="quiet" aria-busy="true">${t('loading')}</p>` : nothing}
      ${value && value.pending.length === 0 ? html`<p class="empty">${t('operate.undecided.empty')}</p>` : nothing}
      ${value?.pending.length ? html`<ul class="rows">${value.pending.slice(0, SHOWN).map((order) => html`<li>
        <a class="row" href="#look/orders/${order.orderId}">
          <span class="main"><strong>${nameOf(order.userId, this)}</strong><span class="quiet">${order.orderId.slice(0, 8)}</span></span>
          <span class="end money"><strong>${money(order.price)}</strong><span class="quiet">${ago(order.placedAt)}</span></span>
        </a></li>`)}</ul>` : nothing}
      ${value ? html`<p class="quiet small">${t('operate.undecided.of', {
        count: number(value.looked), age: span((value.oldest ?? 0) * 1000) })}</p>` : nothing}
    </section>`;
  }
}

customElements.define('undecided-orders', UndecidedOrders);
