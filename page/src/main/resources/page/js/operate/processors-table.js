// The event processors of this process, with how far each is behind.
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { operator } from '../lib/operator.js';
import { Watch } from '../lib/watch.js';
import { t } from '../lib/i18n.js';
import { failure, number } from '../lib/format.js';

class ProcessorsTable extends PageElement {
  #processors = new Watch(this, 2000, operator.processors);

  render() {
    const { value, error } = this.#processors;
    return html`<section class="card pane" aria-labelledby="processors-title">
      <h2 id="processors-title">${t('operate.processors')}</h2>
      ${error ? html`<p class="error" role="alert">${failure(error)}</p>` : nothing}
      ${!value && !error ? html`<p class="quiet" aria-busy="true">${t('loading')}</p>` : nothing}
      ${value ? html`<table>
        <thead><tr><th scope="col">${t('operate.processor')}</th>
          <th scope="col" class="end">${t('operate.lag')}</th><th scope="col">${t('operate.state')}</th></tr></thead>
        <tbody>${value.map((processor) => this.#row(processor))}</tbody></table>` : nothing}
    </section>`;
  }

  #row({ name, lag, running, segments }) {
    const fault = segments.map((segment) => segment.error).find(Boolean);
    const tone = running && !fault ? 'good' : 'bad';
    return html`<tr data-processor=${name}>
      <td><code>${name}</code></td>
      <td class="end">${lag === undefined || lag === null ? '–' : number(lag)}</td>
      <td><span class="badge ${tone}">${t(running ? 'operate.running' : 'operate.stopped')}</span>
        ${fault ? html`<br><span class="error">${fault}</span>` : nothing}</td>
    </tr>`;
  }
}

customElements.define('processors-table', ProcessorsTable);
