// Operate: what an operator watches, and what can be done about it.
import { html } from 'lit';
import { PageElement } from '../lib/element.js';
import { t } from '../lib/i18n.js';
import './live-meters.js';
import './processors-table.js';
import './undecided-orders.js';
import './dead-letters.js';
import './audit-report.js';

class OperateView extends PageElement {
  render() {
    return html`
      <header class="lead"><h1>${t('operate.title')}</h1><p>${t('operate.lead')}</p></header>
      <live-meters></live-meters>
      <div class="two even">
        <div class="stack"><dead-letters></dead-letters><processors-table></processors-table></div>
        <div class="stack"><undecided-orders></undecided-orders><audit-report></audit-report></div>
      </div>`;
  }
}

customElements.define('operate-view', OperateView);
