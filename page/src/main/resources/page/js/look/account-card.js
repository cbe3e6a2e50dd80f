// One account: what is on it, how that came, and its statement.
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { Pages } from '../lib/pages.js';
import { api } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { ago, dateTime, money } from '../lib/format.js';
import { nameOf } from '../lib/names.js';
import './balance-chart.js';

const ON_CHART = 200;

class AccountCard extends PageElement {
  static properties = { userId: { attribute: false }, account: { state: true }, history: { state: true } };

  #statement = new Pages(this, (number) => this.#load(number));

  willUpdate(changed) {
    if (changed.has('userId') && changed.get('userId')) {
      this.account = this.history = undefined;
      this.#statement.reset();
    }
  }

  async #load(number) {
    const { userId } = this;
    const [account, page, history] = await Promise.all([
      api.account(userId),
      api.operations(userId, number, 10),
      api.operations(userId, 0, ON_CHART),
    ]);
    if (userId === this.userId) Object.assign(this, { account, history: history.content });
    return page;
  }

  render() {
    const { account } = this;
    return html`<section class="card pane account" aria-labelledby="account-title">
      <h2 id="account-title">${nameOf(this.userId, this)}</h2>
      ${account ? html`
        <p class="big" data-balance>${money(account.balance, account.currency)}</p>
        <p class="quiet">${t('look.account')} · ${t('look.since', { date: dateTime(account.openedAt) })}
          · <a href="#look/orders/of:${this.userId}">${t('look.orders')}</a>
          · <a href="#look/messages/of:${this.userId}">${t('look.messages')}</a></p>` : nothing}
      ${this.history?.length > 1 ? html`<balance-chart .operations=${this.history}></balance-chart>` : nothing}
      <h3>${t('look.statement')}</h3>
      ${this.#statement.view({
        empty: t('look.operations.empty'), label: t('look.statement'),
        row: (operation) => this.#row(operation, account?.currency),
      })}
    </section>`;
  }

  #row({ kind, amount, balance, orderId, at }, currency) {
    const isIn = kind === 'DEPOSIT' || kind === 'ORDER_REFUND';
    return html`<li><div class="row">
      <span class="main"><strong>${t(`kind.${kind}`)}</strong>
        <span class="quiet" title=${dateTime(at)}>${ago(at)}${orderId ? html` · <a href="#look/orders/${orderId}"><code>${orderId.slice(0, 8)}</code></a>` : nothing}</span></span>
      <span class="end money"><strong class=${isIn ? 'good' : ''}>${isIn ? '+' : '−'}${money(amount, currency)}</strong>
        <span class="quiet">${money(balance, currency)}</span></span>
    </div></li>`;
  }
}

customElements.define('account-card', AccountCard);
