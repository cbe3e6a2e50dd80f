// The three steps: register, pay in, order. Sensible values are there already.
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { t } from '../lib/i18n.js';
import { newcomer } from './newcomer.js';

class PlaySteps extends PageElement {
  static properties = {
    step: { attribute: false }, // 0 register, 1 pay in, 2 order
    busy: { attribute: false },
    error: { attribute: false }, // { step, text }
  };

  #newcomer = newcomer();

  render() {
    return html`<div class="steps">
      ${this.#card(0, html`
        ${this.#field('name', 'text', newcomer().name, { maxlength: 200 })}
        ${this.#field('email', 'email', this.#newcomer.email, { maxlength: 254 })}`)}
      ${this.#card(1, html`${this.#field('amount', 'number', '1000.50', { max: 1e9 })}`)}
      ${this.#card(2, html`
        ${this.#field('price', 'number', '900.05', { max: 1e9 })}
        ${this.#field('description', 'text', t('step.description.value'), { maxlength: 500, optional: true })}`)}
    </div>`;
  }

  #card(step, fields) {
    const open = this.step >= step;
    const name = ['register', 'deposit', 'order'][step];
    return html`<form class="card step ${this.step === step ? 'now' : ''} ${this.step > step ? 'done' : ''}"
        novalidate @submit=${(event) => this.#submit(event, name)} aria-labelledby="step-${name}">
      <h2 id="step-${name}"><span class="count" aria-hidden="true">${this.step > step ? '✓' : step + 1}</span>${t(`step.${name}`)}</h2>
      <div class="fields">${fields}</div>
      <button class=${this.step === step ? 'primary' : ''} ?disabled=${!open || this.busy} data-step=${name}>
        ${t(`step.${name}.do`)}
      </button>
      ${this.error?.step === name ? html`<p class="error" role="alert">${this.error.text}</p>` : nothing}
    </form>`;
  }

  #field(name, type, value, { maxlength, max, optional = false } = {}) {
    return html`<label>${t(`field.${name}`)}
      <input name=${name} type=${type} value=${value} autocomplete="off" ?required=${!optional}
        maxlength=${maxlength ?? nothing} max=${max ?? nothing}
        step=${type === 'number' ? '0.01' : nothing} inputmode=${type === 'number' ? 'decimal' : nothing}>
    </label>`;
  }

  #submit(event, name) {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    this.dispatchEvent(new CustomEvent('go', { detail: { name, values } }));
  }

  /** The keyboard goes on where the next click would be. */
  updated(changed) {
    if (changed.get('step') !== undefined) this.#moved = true;
    if (this.#moved && !this.busy) {
      this.#moved = false;
      const next = ['register', 'deposit', 'order'][this.step];
      this.querySelector(`[data-step=${next}]`).focus({ preventScroll: true });
    }
  }

  #moved = false;
}

customElements.define('play-steps', PlaySteps);
