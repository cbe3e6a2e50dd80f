// What the page's components have in common.
import { LitElement } from 'lit';
import { onLanguage } from './i18n.js';

/** Renders into the page itself, so that one set of styles and labels serves all of it. */
export class PageElement extends LitElement {
  #ends = [];

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.whileShown(onLanguage(() => this.requestUpdate()));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.splice(0).forEach((end) => end());
  }

  /** Remembers what has to be ended when the component goes. */
  whileShown(end) {
    this.#ends.push(end);
  }
}
