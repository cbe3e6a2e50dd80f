// Looks at something again and again while its component is shown.

/** A reactive controller: value is what was seen last, error why it could not be seen. */
export class Watch {
  #host;
  #look;
  #every;
  #timer;

  value;
  error;

  constructor(host, every, look) {
    this.#host = host;
    this.#every = every;
    this.#look = look;
    host.addController(this);
  }

  hostConnected() {
    this.#timer = setInterval(() => document.hidden || this.now(), this.#every);
    this.now();
  }

  hostDisconnected() {
    clearInterval(this.#timer);
  }

  async now() {
    try {
      this.value = await this.#look();
      this.error = undefined;
    } catch (error) {
      this.error = error;
    }
    this.#host.requestUpdate();
    return this.value;
  }
}
