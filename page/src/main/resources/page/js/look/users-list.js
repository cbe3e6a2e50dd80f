// The users, and the account of the one that is chosen.
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { Pages } from '../lib/pages.js';
import { api } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { ago } from '../lib/format.js';
import './account-card.js';

class UsersList extends PageElement {
  static properties = { chosen: { attribute: false } };

  #users = new Pages(this, (number) => api.users(number, 12));

  render() {
    return html`<div class="two">
      <section class="card pane" aria-labelledby="users-title">
        <h2 id="users-title">${t('look.users')}</h2>
        ${this.#users.view({ empty: t('look.users.empty'), label: t('look.users'), row: (user) => this.#row(user) })}
      </section>
      ${this.chosen
        ? html`<account-card .userId=${this.chosen}></account-card>`
        : html`<p class="card pane quiet">${t('look.pick')}</p>`}
    </div>`;
  }

  #row(user) {
    const name = user.name ?? t('look.erased');
    return html`<li><a class="row" href="#look/users/${user.userId}" aria-current=${user.userId === this.chosen ? 'true' : nothing}>
      <span class="face" aria-hidden="true">${name.trim().slice(0, 1).toUpperCase()}</span>
      <span class="main"><strong>${name}</strong><span class="quiet">${user.email}</span></span>
      <span class="quiet end">${ago(user.createdAt)}</span>
    </a></li>`;
  }
}

customElements.define('users-list', UsersList);
