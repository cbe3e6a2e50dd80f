// The frame of the page: who is logged in, sections, language, light and dark.
import { html, nothing } from 'lit';
import { PageElement } from './lib/element.js';
import { currentLanguage, languages, speak, t } from './lib/i18n.js';
import { isLoginNeeded, loginTrouble, logOut, onLogin, startLogin, who } from './lib/login.js';
import { operator } from './lib/operator.js';
import './login-card.js';
import './play/play-view.js';

// Loaded when they are first looked at.
const LATER = {
  look: () => import('./look/look-view.js'),
  operate: () => import('./operate/operate-view.js'),
};
const dark = matchMedia('(prefers-color-scheme: dark)');

class SagaApp extends PageElement {
  static properties = { section: { state: true }, endpoints: { state: true }, isReady: { state: true } };

  constructor() {
    super();
    this.endpoints = [];
    this.section = this.#asked();
  }

  connectedCallback() {
    super.connectedCallback();
    const go = () => this.#go();
    addEventListener('hashchange', go);
    this.whileShown(() => removeEventListener('hashchange', go));
    this.whileShown(onLogin(() => this.requestUpdate()));
    this.#begin();
  }

  /** Nothing is asked for before it is known as whom. */
  async #begin() {
    await startLogin();
    this.isReady = true;
    this.#go();
    if (!isLoginNeeded()) this.endpoints = await operator.endpoints();
  }

  #asked() {
    const [section] = location.hash.slice(1).split('/');
    return section in LATER ? section : 'play';
  }

  #go() {
    this.section = this.#asked();
    LATER[this.section]?.();
  }

  render() {
    document.title = `${t(`nav.${this.section}`)} · ${t('app.name')}`;
    const sections = ['play', 'look', ...(this.endpoints.includes('processors') ? ['operate'] : [])];
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>${t('app.skip')}</a>
      <header class="top">
        <a class="brand" href="#play"><img src="page/icon.svg" alt="" width="28" height="28">${t('app.name')}</a>
        <nav aria-label=${t('app.sections')}>
          ${sections.map((name) => html`<a href="#${name}" aria-current=${name === this.section ? 'page' : nothing}>${t(`nav.${name}`)}</a>`)}
        </nav>
        <div class="tools">
          ${who() ? html`<span class="who">${who().name}</span>
            <button class="small" data-log-out @click=${logOut}>${t('login.out')}</button>` : nothing}
          <a href="swagger-ui.html">${t('app.api')}</a>
          <div role="group" aria-label=${t('app.language')} class="languages">
            ${languages.map((name) => html`<button lang=${name} aria-pressed=${name === currentLanguage()}
              @click=${() => speak(name)}>${name.toUpperCase()}</button>`)}
          </div>
          <button class="theme" aria-label=${t('app.theme')} title=${t('app.theme')} @click=${this.#turn}>
            <svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7"></circle><path d="M10 3a7 7 0 0 1 0 14z"></path></svg>
          </button>
        </div>
      </header>
      <main id="main" tabindex="-1">
        ${this.isReady ? this.#main() : nothing}
      </main>`;
  }

  #main() {
    if (isLoginNeeded()) return html`<login-card .trouble=${loginTrouble()}></login-card>`;
    return html`
      <play-view .endpoints=${this.endpoints} ?hidden=${this.section !== 'play'}></play-view>
      ${this.section === 'look' ? html`<look-view></look-view>` : nothing}
      ${this.section === 'operate' ? html`<operate-view></operate-view>` : nothing}`;
  }

  #skip(event) {
    event.preventDefault();
    this.querySelector('main').focus();
  }

  #turn() {
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : dark.matches;
    root.dataset.theme = isDark ? 'light' : 'dark';
  }
}

customElements.define('saga-app', SagaApp);
