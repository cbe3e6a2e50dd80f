// The counters of a hundred orders, the loss of the connection in between, and the proof.
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { t } from '../lib/i18n.js';
import { money, number, span } from '../lib/format.js';
import { ORDERS, placeHundred } from './hundred.js';

const SLOW = 8; // tries after which the command that starts it again is shown

class HundredOrders extends PageElement {
  static properties = { run: { state: true } };

  /** Resolves when it is over. */
  async start(userId, crashes) {
    this.run = { placed: 0, approved: 0, rejected: 0, mails: 0, phase: 'running', crashes };
    await this.updateComplete;
    this.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
    await placeHundred(userId, { crashes, tell: (state) => (this.run = { ...state, crashes }) });
    this.dispatchEvent(new CustomEvent('done'));
  }

  render() {
    const run = this.run;
    if (!run) return nothing;
    return html`<section class="card hundred-orders" aria-labelledby="hundred-title" data-phase=${run.phase}>
      <h2 id="hundred-title">${t(run.crashes ? 'hundred.crash.title' : 'hundred.title')}</h2>
      <div class="counters">
        ${this.#counter('placed', run.placed)}
        ${this.#counter('approved', run.approved, 'good')}
        ${this.#counter('rejected', run.rejected, 'bad')}
        ${this.#counter('mails', Math.min(run.mails, ORDERS))}
      </div>
      <div role="status">${this.#state(run)}</div>
    </section>`;
  }

  #counter(name, value, tone = '') {
    return html`<div class="counter ${tone}">
      <strong data-count=${name}>${number(value)}</strong><span>${t(`hundred.${name}`)}</span>
      <progress max=${ORDERS} value=${value} aria-label=${t(`hundred.${name}`)}></progress>
    </div>`;
  }

  #state(run) {
    if (run.phase === 'lost') {
      return html`<p class="notice bad">${t('hundred.lost', { tries: run.lost })}
        ${run.lost >= SLOW ? html`<br>${t('hundred.command')} <code>mvn spring-boot:run</code>` : nothing}</p>`;
    }
    const gone = run.lostFor ? html`<p class="quiet">${t('hundred.back', { span: span(run.lostFor) })}</p>` : nothing;
    if (!run.proof) return gone;
    const { proof } = run;
    return html`${gone}
      <p class="notice ${proof.holds ? 'good' : 'bad'}" data-holds=${proof.holds}>
        ${t(proof.holds ? 'hundred.holds' : 'hundred.fails')}</p>
      <dl class="proof">
        <div><dt>${t('hundred.decided')}</dt><dd data-proof="decided">${number(run.approved + run.rejected)}</dd></div>
        <div><dt>${t('hundred.paid')}</dt><dd data-proof="paid">${number(proof.paid)}</dd></div>
        <div><dt>${t('hundred.twice')}</dt><dd data-proof="twice">${number(proof.twice)}</dd></div>
        <div><dt>${t('hundred.before')}</dt><dd>${money(proof.before, proof.currency)}</dd></div>
        <div><dt>${t('hundred.after')}</dt><dd>${money(proof.after, proof.currency)}</dd></div>
      </dl>`;
  }
}

customElements.define('hundred-orders', HundredOrders);
