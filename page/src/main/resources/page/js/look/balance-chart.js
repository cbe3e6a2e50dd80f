// The balance over time. The statement beside it tells the same in words.
import { html } from 'lit';
import { PageElement } from '../lib/element.js';
import { t } from '../lib/i18n.js';
import { money } from '../lib/format.js';
import { drawLine, onTheme } from '../lib/chart.js';

class BalanceChart extends PageElement {
  static properties = { operations: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.whileShown(onTheme(() => {
      this.#drawn = undefined;
      this.requestUpdate();
    }));
  }

  render() {
    const newest = this.operations[0];
    return html`<div class="chart" role="img" aria-label="${t('look.chart')}: ${money(newest.balance)}"></div>`;
  }

  updated() {
    const oldestFirst = [...this.operations].reverse();
    const last = oldestFirst.map(({ operationId }) => operationId).join();
    if (last === this.#drawn) return;
    this.#drawn = last;
    drawLine(this.querySelector('.chart'), {
      seconds: oldestFirst.map(({ at }) => new Date(at) / 1000),
      values: oldestFirst.map(({ balance }) => balance),
      height: 170, stepped: true, tone: 'billing',
    });
  }

  #drawn;
}

customElements.define('balance-chart', BalanceChart);
