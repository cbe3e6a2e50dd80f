// The four services and what travels between them. It is given all moves so far and draws them one
// after the other; "settled" tells how many have been.
import { html, svg, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { t } from '../lib/i18n.js';
import { edgeBetween, geometry } from './geometry.js';

const ALONG = 620; // milliseconds on an edge
const HERE = 320; // and within a node
const narrowScreen = matchMedia('(max-width: 640px)');
const noMotion = matchMedia('(prefers-reduced-motion: reduce)');

class SagaPicture extends PageElement {
  static properties = { moves: { attribute: false }, notes: { attribute: false } };

  #drawn = 0;
  #busy = false;
  #labels = new Map(); // by edge and direction, what went there last
  #active; // the node that something happens in
  #tone;
  #story; // which order the labels are of

  constructor() {
    super();
    this.moves = [];
    this.notes = {};
  }

  connectedCallback() {
    super.connectedCallback();
    const redraw = () => this.requestUpdate();
    narrowScreen.addEventListener('change', redraw);
    this.whileShown(() => narrowScreen.removeEventListener('change', redraw));
  }

  updated(changed) {
    if (changed.has('moves')) {
      if (this.moves.story !== this.#story) this.#begin();
      this.#drawNext();
    }
  }

  #begin() {
    this.#story = this.moves.story;
    this.#drawn = 0;
    this.#labels.clear();
    this.#active = undefined;
    this.requestUpdate();
  }

  async #drawNext() {
    if (this.#busy || this.#drawn >= this.moves.length) return;
    this.#busy = true;
    const story = this.#story;
    const move = this.moves[this.#drawn];
    if (move.name === 'CancelOrder') this.#labels.clear();
    await (move.from === move.to ? this.#wait(0) : this.#travel(move));
    if (story === this.#story) await this.#settle(move);
    this.#busy = false;
    if (story === this.#story) {
      this.#drawn += 1;
      this.dispatchEvent(new CustomEvent('settled', { detail: { count: this.#drawn, move } }));
    }
    this.#drawNext();
  }

  async #travel(move) {
    const { id, forward } = edgeBetween(move.from, move.to, geometry(narrowScreen.matches).edges);
    await this.updateComplete;
    const path = this.querySelector(`#edge-${id}`);
    const token = this.querySelector('.token');
    if (noMotion.matches || document.hidden) return;
    token.lastElementChild.textContent = move.kind === 'mail' ? t('mail') : move.name;
    const length = path.getTotalLength();
    token.setAttribute('class', `token ${move.kind} ${move.tone ?? ''} on`);
    await this.#frames(ALONG, (share) => {
      const point = path.getPointAtLength(length * (forward ? share : 1 - share));
      token.setAttribute('transform', `translate(${point.x} ${point.y})`);
    });
    token.setAttribute('class', 'token');
  }

  /** What arrived keeps its label, and where it arrived something happens. */
  async #settle(move) {
    const edge = edgeBetween(move.from, move.to, geometry(narrowScreen.matches).edges);
    if (edge) this.#labels.set(`${edge.id} ${edge.forward}`, { ...move, edge: edge.id, forward: edge.forward });
    if (move.kind === 'deadline') this.#labels.set('deadline', { ...move, tone: 'bad' });
    this.#active = move.to;
    this.#tone = move.kind === 'deadline' ? 'bad' : move.tone;
    this.requestUpdate();
    await this.#wait(edge ? 90 : HERE);
  }

  #wait(millis) {
    return noMotion.matches ? Promise.resolve() : new Promise((done) => setTimeout(done, millis));
  }

  #frames(millis, draw) {
    return new Promise((done) => {
      const start = performance.now();
      const frame = (now) => {
        const share = Math.min(1, Math.max(0, (now - start) / millis));
        draw(share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) ** 2);
        if (share < 1) requestAnimationFrame(frame);
        else done();
      };
      requestAnimationFrame(frame);
    });
  }

  render() {
    const plan = geometry(narrowScreen.matches);
    const [width, height] = plan.box;
    return html`<svg class="picture" viewBox="0 0 ${width} ${height}" role="img" aria-label=${t('picture.label')}>
      ${Object.entries(plan.edges).map(([id, edge]) => svg`
        <path id="edge-${id}" class="edge ${this.#labelsOf(id).length ? 'used' : ''}" d=${edge.path}></path>`)}
      ${Object.entries(plan.nodes).map(([name, place]) => this.#node(name, place, plan))}
      ${[...this.#labels.values()].map((label) => this.#label(label, plan))}
      <g class="token"><circle r="8"></circle><text y="-16" text-anchor="middle"></text></g>
    </svg>`;
  }

  #labelsOf(id) {
    return [...this.#labels.values()].filter((label) => label.edge === id);
  }

  #node(name, [x, y], plan) {
    const active = this.#active === name ? `active ${this.#tone ?? ''}` : '';
    if (name === 'you') {
      return svg`<g class="node you ${active}" transform="translate(${x} ${y})">
        <circle class="body" r="34"></circle>
        <circle class="person" cy="-7" r="7"></circle><path class="person" d="M-13 15a13 11 0 0 1 26 0z"></path>
        <text class="note" y=${plan.box[0] > 500 ? -46 : 0} x=${plan.box[0] > 500 ? 0 : 44}
          text-anchor=${plan.box[0] > 500 ? 'middle' : 'start'}>${cut(this.notes.you ?? t('you'), 14)}</text>
      </g>`;
    }
    const [w, h] = plan.node;
    const note = this.notes[name];
    return svg`<g class="node ${name} ${active}" transform="translate(${x - w / 2} ${y - h / 2})">
      <rect class="body" width=${w} height=${h} rx="14"></rect>
      <circle class="dot" cx="20" cy="26" r="5"></circle>
      <text class="title" x="34" y="32">${t(`service.${name}`)}</text>
      <text class="note ${note?.tone ?? ''}" x="20" y=${h - 34}>${cut(note?.text ?? t(`service.${name}.idle`), w / 9)}</text>
      ${note?.more ? svg`<text class="more" x="20" y=${h - 15}>${cut(note.more, w / 8.6)}</text>` : nothing}
    </g>`;
  }

  #label(label, plan) {
    const [x, y] = label.edge ? plan.edges[label.edge][label.forward ? 'there' : 'back'] : plan.deadline;
    const text = { mail: `✉ ${t('mail')}`, deadline: t('picture.deadline') }[label.kind] ?? label.name;
    const width = text.length * plan.letter + 24;
    return svg`<g class="label ${label.kind} ${label.tone ?? ''}" transform="translate(${x} ${y})">
      <rect x=${-width / 2} y="-13" width=${width} height="26" rx="13"></rect>
      <text text-anchor="middle" y="4">${text}</text>
    </g>`;
  }
}

/** There is no wrapping in a picture. */
const cut = (text, most) => (text.length > most ? `${text.slice(0, Math.floor(most) - 1)}…` : text);

customElements.define('saga-picture', SagaPicture);
