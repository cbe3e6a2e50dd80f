// A list that comes in pages: loaded, looked at again while it is shown, honest about its state.
import { html, nothing } from 'lit';
import { t } from './i18n.js';
import { failure } from './format.js';

const LOOK_AGAIN = 2000; // milliseconds

/** A reactive controller: a component makes one with what loads a page by its number. */
export class Pages {
  #host;
  #load;
  #timer;
  #asked = 0;

  number = 0;
  page; // what was loaded last
  error;

  constructor(host, load) {
    this.#host = host;
    this.#load = load;
    host.addController(this);
  }

  hostConnected() {
    this.#timer = setInterval(() => document.hidden || this.refresh(), LOOK_AGAIN);
    this.refresh();
  }

  hostDisconnected() {
    clearInterval(this.#timer);
  }

  /** Begins anew, as with another filter. */
  reset() {
    this.page = undefined;
    return this.go(0);
  }

  go(number) {
    this.number = number;
    return this.refresh();
  }

  async refresh() {
    const asked = ++this.#asked;
    try {
      const page = await this.#load(this.number);
      if (asked !== this.#asked) return; // a later one has been asked for
      this.page = page;
      this.error = undefined;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.error = error;
    }
    this.#host.requestUpdate();
  }

  /** The list with whatever state it is in; each row is a template. */
  view({ empty, row, label }) {
    const { page, error } = this;
    return html`
      ${error ? html`<p class="error" role="alert">${failure(error)}
        <button class="small" @click=${() => this.refresh()}>${t('again')}</button></p>` : nothing}
      ${!page && !error ? html`<p class="quiet" aria-busy="true">${t('loading')}</p>` : nothing}
      ${page && page.content.length === 0 ? html`<p class="empty">${empty}</p>` : nothing}
      ${page && page.content.length > 0 ? html`<ul class="rows" aria-label=${label}>${page.content.map(row)}</ul>` : nothing}
      ${page && page.page.totalPages > 1 ? this.#pager(page.page) : nothing}`;
  }

  #pager({ totalPages }) {
    return html`<div class="pager">
      <button class="small" ?disabled=${this.number === 0} @click=${() => this.go(this.number - 1)}>${t('previous')}</button>
      <span>${t('page.of', { number: this.number + 1, total: totalPages })}</span>
      <button class="small" ?disabled=${this.number + 1 >= totalPages} @click=${() => this.go(this.number + 1)}>${t('next')}</button>
    </div>`;
  }
}
