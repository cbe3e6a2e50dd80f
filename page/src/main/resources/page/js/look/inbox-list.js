// All mails, as an inbox.
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { Pages } from '../lib/pages.js';
import { api } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { ago } from '../lib/format.js';
import { nameOf } from '../lib/names.js';
import { filterOf } from './orders-list.js';
import '../play/mail-card.js';

class InboxList extends PageElement {
  static properties = { chosen: { attribute: false }, open: { state: true } };

  #mails = new Pages(this, (number) => api.mails(filterOf(this.chosen), number, 15));

  willUpdate(changed) {
    if (changed.has('chosen') && this.#mails.page) this.#mails.reset();
  }

  render() {
    const { userId } = filterOf(this.chosen);
    const open = this.open ?? this.#mails.page?.content[0];
    return html`<div class="two">
      <section class="card pane" aria-labelledby="mails-title">
        <div class="head"><h2 id="mails-title">${t('look.messages')}</h2>
          ${userId ? html`<span class="chip">${t('look.filter.user')}: ${nameOf(userId, this)} <a href="#look/messages" aria-label=${t('look.filter.everybody')}>×</a></span>` : nothing}</div>
        ${this.#mails.view({ empty: t('look.messages.empty'), label: t('look.messages'), row: (mail) => this.#row(mail, open) })}
      </section>
      ${open ? html`<mail-card .mail=${open}></mail-card>` : nothing}
    </div>`;
  }

  #row(mail, open) {
    const isOpen = mail.notificationId === open.notificationId;
    return html`<li><button class="row" aria-pressed=${isOpen} @click=${() => (this.open = mail)}>
      <span class="main"><strong>${mail.subject ?? t('look.erased')}</strong><span class="quiet">${mail.email ?? t(mail.subject ? 'mail.nobody' : 'look.erased')}</span></span>
      <span class="end quiet">${ago(mail.createdAt)}${mail.status === 'FAILED' ? html`<br><span class="bad badge">${t('mail.FAILED')}</span>` : nothing}</span>
    </button></li>`;
  }
}

customElements.define('inbox-list', InboxList);
