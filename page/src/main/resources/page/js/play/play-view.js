// Play: register, pay in, order, and watch what comes of it.
import { html } from 'lit';
import { PageElement } from '../lib/element.js';
import { api } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { failure, kopecks } from '../lib/format.js';
import { random } from '../lib/random.js';
import { follow } from './follow.js';
import { payment, registration } from './moves.js';
import { newcomer } from './newcomer.js';
import { notesOf } from './notes.js';
import './steps.js';
import './picture.js';
import './story.js';
import './mail-card.js';
import './experiments.js';
import './hundred-orders.js';

let stories = 0;

/** Moves know which story they are of, so that a picture begins anew with each. */
const storyOf = (moves, story) => Object.assign(moves, { story });

class PlayView extends PageElement {
  static properties = {
    endpoints: { attribute: false },
    user: { state: true }, account: { state: true }, order: { state: true }, moves: { state: true },
    settled: { state: true }, mail: { state: true }, busy: { state: true }, error: { state: true },
    twice: { state: true }, seen: { state: true }, status: { state: true },
  };

  constructor() {
    super();
    this.moves = storyOf([], 0);
    this.settled = 0;
    this.seen = 0;
  }

  get #step() {
    if (!this.account) return 0;
    return this.account.balance > 0 || this.order ? 2 : 1;
  }

  render() {
    const told = storyOf(this.moves.slice(0, this.settled), this.moves.story);
    const isOver = this.settled === this.moves.length;
    return html`
      <header class="lead"><h1>${t('play.title')}</h1><p>${t('play.lead')}</p></header>
      <play-steps .step=${this.#step} .busy=${this.busy} .error=${this.error}
        @go=${({ detail }) => this.#do(detail.name, detail.values)}></play-steps>
      <div class="stage">
        <div>
          <figure class="card">
            <saga-picture .moves=${this.moves} .notes=${notesOf(this, isOver)} @settled=${this.#onSettled}></saga-picture>
            <figcaption>
              <span class="key command">${t('picture.command')}</span>
              <span class="key event">${t('picture.event')}</span>
            </figcaption>
          </figure>
          <play-experiments .busy=${this.busy} .order=${this.order} .twice=${this.twice} .error=${this.error}
            .endpoints=${this.endpoints} @go=${({ detail }) => this.#do(detail.name, {})}></play-experiments>
          <hundred-orders @done=${() => this.#refresh()}></hundred-orders>
        </div>
        <div>
          <saga-story .moves=${told} .order=${this.order}></saga-story>
          <mail-card .mail=${isOver ? this.mail : undefined}></mail-card>
        </div>
      </div>`;
  }

  #onSettled({ detail: { count, move } }) {
    this.settled = count;
    if (move.status) this.status = move.status;
    if (move.entry && move.from === 'billing') {
      this.#refresh();
      setTimeout(() => this.#refresh(), 500); // the read model may lag a moment
    }
  }

  /** A read model that lags takes nothing back that is known already. */
  async #refresh() {
    const found = await api.account(this.user.userId).catch(() => undefined);
    const { account } = this;
    if (found && account && found.userId === account.userId && new Date(found.updatedAt) >= new Date(account.updatedAt)) {
      this.account = found;
    }
  }

  /** One thing at a time; what goes wrong is shown where it was asked for. */
  async #do(name, values) {
    this.busy = true;
    this.error = undefined;
    this.twice = undefined;
    try {
      await this.#actions[name](values);
    } catch (error) {
      this.error = { step: name, text: failure(error) };
    } finally {
      this.busy = false;
    }
  }

  #actions = {
    register: async ({ name, email }) => {
      this.#show(registration.slice(0, 1));
      const { status, body } = await api.register(name, email);
      this.user = body;
      this.order = this.mail = this.account = undefined;
      if (status === 201) this.#show(registration); // else it had happened before
      this.account = await api.accountOf(this.user.userId);
    },
    deposit: async ({ amount }) => {
      const deposit = await api.deposit(this.user.userId, Number(amount));
      this.#show(payment);
      this.account = { ...this.account, balance: deposit.balance, updatedAt: deposit.at };
    },
    order: ({ price, description }) => this.#place({ price: Number(price), description }),
    refused: async () => {
      await this.#ready();
      await this.#place({ price: (kopecks(this.account.balance) + 10_000) / 100, description: t('try.refused.what') });
    },
    cancel: async () => {
      const order = await api.cancel(this.order.orderId);
      this.mail = undefined;
      await this.#follow(order, this.seen);
    },
    twice: async () => {
      await this.#ready();
      const key = random();
      const order = { userId: this.user.userId, price: 1, description: t('try.twice.what') };
      const [first, second] = [await api.order(order, key), await api.order(order, key)];
      this.twice = { key, answers: [first, second].map(({ status, body }) => ({ status, orderId: body.orderId })) };
      await this.#begin(first.body);
    },
    hundred: () => this.#hundred(false),
    crash: () => this.#hundred(true),
  };

  async #place(order) {
    const { body } = await api.order({ userId: this.user.userId, ...order });
    await this.#begin(body);
  }

  async #begin(order) {
    this.mail = undefined;
    this.seen = 0;
    this.#show([]);
    await this.#follow(order, 0);
  }

  /** Until the mail has come; buttons are free as soon as the order is decided. */
  async #follow(order, seen) {
    this.order = order;
    const { story } = this.moves;
    const isOver = () => this.moves.story !== story || this.order.orderId !== order.orderId;
    await new Promise((decided, failed) => {
      const on = {
        order: (state) => {
          if (isOver()) return;
          this.order = state;
          if (state.status !== 'PENDING') decided();
        },
        moves: (moves, known) => {
          if (isOver()) return;
          this.seen = known;
          this.moves = storyOf([...this.moves, ...moves], story);
        },
      };
      follow(order, { seen, on, isOver }).then((mail) => {
        if (!isOver()) this.mail = mail;
        decided();
      }, failed);
    });
  }

  #show(moves) {
    const grows = moves === registration;
    this.moves = storyOf(moves, grows ? this.moves.story : ++stories);
    if (!grows) this.settled = 0;
    if (moves.length === 0) this.status = undefined;
  }

  /** Whoever comes straight to an experiment gets a user with money first. */
  async #ready() {
    if (!this.user) await this.#actions.register(newcomer());
    this.account ??= await api.accountOf(this.user.userId);
    await this.#refresh();
    if (this.account.balance < 1) await this.#actions.deposit({ amount: 1000.5 });
  }

  async #hundred(crashes) {
    await this.#ready();
    await this.querySelector('hundred-orders').start(this.user.userId, crashes);
  }
}

customElements.define('play-view', PlayView);
