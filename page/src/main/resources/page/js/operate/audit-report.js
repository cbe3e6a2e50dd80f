// The audit at a button. It reads all events, so it is made when it is asked for.
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { operator } from '../lib/operator.js';
import { t } from '../lib/i18n.js';
import { failure, number } from '../lib/format.js';

class AuditReport extends PageElement {
  static properties = { report: { state: true }, busy: { state: true }, error: { state: true } };

  render() {
    const { report } = this;
    return html`<section class="card pane" aria-labelledby="audit-title">
      <div class="head"><h2 id="audit-title">${t('operate.audit')}</h2>
        <button class="small primary" ?disabled=${this.busy} data-audit @click=${this.#make}>${t('operate.audit.do')}</button></div>
      <p class="quiet">${t('operate.audit.lead')}</p>
      <div role="status">
        ${this.busy ? html`<p class="quiet">${t('operate.audit.busy')}</p>` : nothing}
        ${this.error ? html`<p class="error">${failure(this.error)}</p>` : nothing}
        ${report ? html`<p class="notice ${report.holds ? 'good' : 'bad'}" data-holds=${report.holds}>
          ${t(report.holds ? 'operate.audit.holds' : 'operate.audit.fails', { events: number(report.events) })}</p>` : nothing}
      </div>
      ${report ? html`<ul class="checks">${report.checks.map((check) => html`<li class=${check.holds ? 'good' : 'bad'}>
        <strong>${check.name}</strong> <span class="quiet">${check.looked}</span>
        ${check.named.map((fault) => html`<br><span class="error">${fault}</span>`)}</li>`)}</ul>` : nothing}
    </section>`;
  }

  async #make() {
    Object.assign(this, { busy: true, report: undefined, error: undefined });
    try {
      this.report = await operator.audit();
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('audit-report', AuditReport);
