// Look: what the services keep. Where one looks stands in the address, so that it can be shared.
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { t } from '../lib/i18n.js';
import { who } from '../lib/login.js';
import './users-list.js';
import './orders-list.js';
import './inbox-list.js';

const PARTS = ['users', 'orders', 'messages'];

class LookView extends PageElement {
  connectedCallback() {
    super.connectedCallback();
    const go = () => this.requestUpdate();
    addEventListener('hashchange', go);
    this.whileShown(() => removeEventListener('hashchange', go));
  }

  render() {
    const [, asked, id] = location.hash.slice(1).split('/');
    const part = PARTS.includes(asked) ? asked : 'users';
    return html`
      <header class="lead"><h1>${t('look.title')}</h1><p>${t(who() ? 'look.lead.own' : 'look.lead')}</p></header>
      <nav class="parts" aria-label=${t('look.title')}>
        ${PARTS.map((name) => html`<a href="#look/${name}" aria-current=${name === part ? 'page' : nothing}>${t(`look.${name}`)}</a>`)}
      </nav>
      ${part === 'users' ? html`<users-list .chosen=${id}></users-list>` : nothing}
      ${part === 'orders' ? html`<orders-list .chosen=${id}></orders-list>` : nothing}
      ${part === 'messages' ? html`<inbox-list .chosen=${id}></inbox-list>` : nothing}`;
  }
}

customElements.define('look-view', LookView);
