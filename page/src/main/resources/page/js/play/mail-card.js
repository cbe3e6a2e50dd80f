// The mail at the end of the story, as a mail.
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { t } from '../lib/i18n.js';
import { dateTime } from '../lib/format.js';

class MailCard extends PageElement {
  static properties = { mail: { attribute: false } };

  render() {
    const mail = this.mail;
    if (!mail) return nothing;
    return html`<article class="mail-card" aria-label=${t('mail')}>
      <header>
        <svg class="stamp ${mail.kind}" viewBox="0 0 44 52" aria-hidden="true">
          <rect x="1" y="1" width="42" height="50" rx="3"></rect>
          <path d=${STAMPS[mail.kind] ?? STAMPS.DIRECT}></path>
        </svg>
        <dl>
          <dt>${t('mail.to')}</dt><dd>${mail.email ?? t(mail.subject ? 'mail.nobody' : 'look.erased')}</dd>
          <dt>${t('mail.at')}</dt><dd>${dateTime(mail.createdAt)} · ${t(`mail.${mail.status}`)}</dd>
        </dl>
      </header>
      <h3>${mail.subject ?? t('look.erased')}</h3>
      <p>${mail.text}</p>
    </article>`;
  }
}

const STAMPS = {
  ORDER_APPROVED: 'M12 27l7 7 14-16',
  ORDER_REJECTED: 'M13 17l18 18M31 17L13 35',
  ORDER_CANCELLED: 'M31 34a11 11 0 1 0-20-8m0-7v8h8',
  DIRECT: 'M10 18h24v17H10zM10 18l12 10 12-10',
};

customElements.define('mail-card', MailCard);
