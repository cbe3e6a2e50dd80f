// What happened, line by line: the same as the picture, for the eye that reads and for a screen reader.
import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { t } from '../lib/i18n.js';
import { span } from '../lib/format.js';
import { tell } from '../lib/tell.js';

class SagaStory extends PageElement {
  static properties = { moves: { attribute: false }, order: { attribute: false } };

  render() {
    const moves = (this.moves ?? []).filter((move) => move.kind !== 'mail');
    const start = moves.find((move) => move.entry)?.entry.at;
    return html`<section class="card story" aria-labelledby="story-title">
      <h2 id="story-title">${t('story.title')}</h2>
      ${moves.length === 0 ? html`<p class="quiet">${t('story.empty')}</p>` : nothing}
      <ol aria-live="polite">
        ${moves.map((move) => html`<li class="${move.kind} ${move.tone ?? ''}">
          <span class="name">${move.kind === 'deadline' ? t('deadline') : move.name}</span>
          ${move.entry ? html`<span class="when">+${span(new Date(move.entry.at) - new Date(start))}</span>` : nothing}
          <span class="quiet">${tell(move.name, move.entry?.detail, this.order?.price)}</span>
        </li>`)}
      </ol>
    </section>`;
  }
}

customElements.define('saga-story', SagaStory);
