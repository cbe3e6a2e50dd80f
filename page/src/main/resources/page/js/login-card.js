// In place of all else, where people log in and nobody has.
import { html, nothing } from 'lit';
import { PageElement } from './lib/element.js';
import { logIn } from './lib/login.js';
import { t } from './lib/i18n.js';

class LoginCard extends PageElement {
  static properties = { trouble: { attribute: false } };

  render() {
    const { trouble } = this;
    return html`
      <header class="lead"><h1>${t('login.in')}</h1><p>${t('login.lead')}</p></header>
      ${trouble ? html`<p class="notice bad" role="alert">${t(trouble.text, trouble.values)}</p>` : nothing}
      <p class="login"><button class="primary" data-log-in @click=${logIn}>${t('login.in')}</button></p>`;
  }
}

customElements.define('login-card', LoginCard);
