// Throughput and latency of the last minutes, from the metrics of the running process.
import { html } from 'lit';
import { PageElement } from '../lib/element.js';
import { operator } from '../lib/operator.js';
import { Watch } from '../lib/watch.js';
import { t } from '../lib/i18n.js';
import { failure, number } from '../lib/format.js';
import { drawLine, onTheme } from '../lib/chart.js';
import { read } from './prometheus.js';

const EVERY = 2000; // milliseconds
const KEPT = 90;
const PLACING = { method: 'POST', uri: '/orders' };

class LiveMeters extends PageElement {
  #watch = new Watch(this, EVERY, async () => this.#add(read(await operator.metrics())));
  #last;
  #points = [];

  connectedCallback() {
    super.connectedCallback();
    this.whileShown(onTheme(() => this.requestUpdate()));
  }

  #add(metric) {
    const now = {
      at: Date.now() / 1000,
      count: metric('http_server_requests_seconds_count', PLACING) ?? 0,
      seconds: metric('http_server_requests_seconds_sum', PLACING) ?? 0,
    };
    const last = this.#last;
    this.#last = now;
    if (!last || now.count < last.count) return; // the first look, or another process
    const count = now.count - last.count;
    this.#points.push({
      at: now.at,
      placed: count / (now.at - last.at),
      latency: count === 0 ? null : ((now.seconds - last.seconds) / count) * 1000,
    });
    this.#points.splice(0, this.#points.length - KEPT);
  }

  render() {
    const last = this.#points.at(-1);
    return html`
      ${this.#watch.error ? html`<p class="error" role="alert">${failure(this.#watch.error)}</p>` : ''}
      <div class="two even">
        ${this.#meter('placed', last?.placed, 1)}
        ${this.#meter('latency', this.#points.findLast(({ latency }) => latency !== null)?.latency, 1)}
      </div>`;
  }

  #meter(name, value, digits) {
    return html`<section class="card pane meter" aria-labelledby="meter-${name}">
      <h2 id="meter-${name}">${t(`operate.${name}`)}</h2>
      <p><span class="big" data-meter=${name}>${value === undefined ? '–' : number(value, digits)}</span>
        <span class="quiet">${t(`operate.${name}.unit`)}</span></p>
      <div class="chart ${name}" aria-hidden="true"></div>
    </section>`;
  }

  updated() {
    if (this.#points.length < 2) return;
    const seconds = this.#points.map(({ at }) => at);
    [['placed', 'accent'], ['latency', 'notification']].forEach(([name, tone]) =>
      drawLine(this.querySelector(`.chart.${name}`), {
        seconds, values: this.#points.map((point) => point[name]), height: 110, tone, axes: false,
      }));
  }
}

customElements.define('live-meters', LiveMeters);
