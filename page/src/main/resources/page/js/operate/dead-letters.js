// Events that could not be handled, with the cause; retry and give up, and what came of it.
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { operator } from '../lib/operator.js';
import { pause } from '../lib/http.js';
import { Watch } from '../lib/watch.js';
import { t } from '../lib/i18n.js';
import { ago, failure } from '../lib/format.js';

const RETRY_TAKES = 8; // looks, a second apart, until a retry counts as failed

class DeadLetters extends PageElement {
  static properties = { sure: { state: true }, busy: { state: true } };

  #items = new Watch(this, 2000, operator.deadLetters);
  #outcomes = []; // the newest first

  render() {
    const { value, error } = this.#items;
    return html`<section class="card pane" aria-labelledby="dead-letters-title">
      <div class="head"><h2 id="dead-letters-title">${t('operate.dead-letters')}</h2>
        ${value?.length ? html`
          ${this.#button('retry', value, t('operate.retry.all'))}
          ${this.#button('give-up', value, t('operate.give-up.all'), 'all')}` : nothing}</div>
      ${error ? html`<p class="error" role="alert">${failure(error)}</p>` : nothing}
      ${!value && !error ? html`<p class="quiet" aria-busy="true">${t('loading')}</p>` : nothing}
      ${value?.length === 0 ? html`<p class="empty">${t('operate.dead-letters.empty')}</p>` : nothing}
      ${value?.length ? html`<ul class="rows">${value.map((item) => this.#row(item))}</ul>` : nothing}
      ${this.#outcomes.length ? html`<h3>${t('operate.outcome')}</h3>
        <ul class="outcomes" role="status">${this.#outcomes.slice(0, 10).map(({ what, tone, text }) => html`
          <li><code>${what}</code> <span class="badge ${tone}">${text}</span></li>`)}</ul>` : nothing}
    </section>`;
  }

  #row(item) {
    return html`<li class="item" data-dead-letter=${item.id}>
      <p><strong>${item.what}</strong> <code>${item.of}</code>
        <span class="badge ${item.state === 'PARKED' ? 'bad' : 'wait'}">${t(`operate.state.${item.state}`)}</span></p>
      <p class="cause">${item.cause}</p>
      <p class="actions"><span class="quiet">${ago(item.since)} · ${t('operate.attempts')}: ${item.failures}</span>
        ${this.#button('retry', [item], t('operate.retry'))}
        ${this.#button('give-up', [item], t('operate.give-up'), item.id)}</p>
    </li>`;
  }

  /** What cannot be taken back is asked for twice. */
  #button(verb, items, text, asks) {
    const isSure = !asks || this.sure === asks;
    return html`<button class="small" ?disabled=${this.busy} data-verb=${verb}
      @click=${() => (isSure ? this.#do(verb, items) : (this.sure = asks))}>${isSure && asks ? t('operate.sure') : text}</button>`;
  }

  async #do(verb, items) {
    this.sure = undefined;
    this.busy = true;
    const asked = [];
    for (const item of items) {
      const outcome = { id: item.id, what: `${item.what} · ${item.of}`, tone: 'wait', text: t('operate.done.asked') };
      this.#outcomes.unshift(outcome);
      try {
        await operator[verb === 'retry' ? 'retry' : 'giveUp'](item.id);
        if (verb === 'retry') asked.push(outcome);
        else Object.assign(outcome, { tone: 'good', text: t('operate.done.givenUp') });
      } catch (error) {
        Object.assign(outcome, { tone: 'bad', text: failure(error) });
      }
    }
    await this.#watch(asked);
    this.busy = false;
    this.#items.now();
  }

  /** They are tried at once, but in the process's own time: what is gone has been handled. */
  async #watch(asked) {
    for (let looks = 0; looks < RETRY_TAKES && asked.length > 0; looks++) {
      this.requestUpdate();
      await pause(1000);
      const items = (await this.#items.now()) ?? [];
      asked = asked.filter((outcome) => {
        const found = items.find(({ id }) => id === outcome.id);
        if (!found) Object.assign(outcome, { tone: 'good', text: t('operate.done.handled') });
        else if (found.failures > 0) Object.assign(outcome, { tone: 'bad', text: `${t('operate.done.failed')}: ${found.cause}` });
        return found?.failures === 0;
      });
    }
  }
}

customElements.define('dead-letters', DeadLetters);
