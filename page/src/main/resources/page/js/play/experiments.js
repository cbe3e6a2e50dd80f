// The buttons for what people ask: what if …?
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { t } from '../lib/i18n.js';
import { shortId } from '../lib/format.js';

class PlayExperiments extends PageElement {
  static properties = {
    busy: { attribute: false }, order: { attribute: false }, twice: { attribute: false },
    error: { attribute: false }, endpoints: { attribute: false },
  };

  render() {
    const names = ['refused', 'cancel', 'twice', 'hundred'];
    if (this.endpoints?.includes('crash')) names.push('crash');
    return html`<section class="tries" aria-labelledby="tries-title">
      <h2 id="tries-title">${t('try.title')}</h2>
      <div class="try-buttons">${names.map((name) => this.#button(name))}</div>
      ${names.includes(this.error?.step) ? html`<p class="error" role="alert">${this.error.text}</p>` : nothing}
      ${this.twice ? this.#twice() : nothing}
    </section>`;
  }

  #button(name) {
    const off = this.busy || (name === 'cancel' && this.order?.status !== 'APPROVED');
    return html`<button class="card try ${name === 'crash' ? 'crash' : ''}" ?disabled=${off} data-try=${name}
        @click=${() => this.dispatchEvent(new CustomEvent('go', { detail: { name } }))}>
      <strong>${t(`try.${name}`)}</strong><span>${t(`try.${name}.why`)}</span>
    </button>`;
  }

  #twice() {
    const [first, second] = this.twice.answers;
    const isSame = first.orderId === second.orderId && first.status === second.status;
    return html`<div class="card outcome" role="status" data-twice=${isSame}>
      <p>${t(isSame ? 'try.twice.same' : 'try.twice.different')}</p>
      <table>
        <thead><tr><th scope="col">${t('try.twice.request')}</th><th scope="col">Idempotency-Key</th><th scope="col">${t('try.twice.answer')}</th></tr></thead>
        <tbody>${this.twice.answers.map((answer, i) => html`<tr>
          <td>${i + 1}</td><td><code>${shortId(this.twice.key)}…</code></td>
          <td><code>${answer.status} · ${shortId(answer.orderId)}…</code></td></tr>`)}
        </tbody>
      </table>
    </div>`;
  }
}

customElements.define('play-experiments', PlayExperiments);
