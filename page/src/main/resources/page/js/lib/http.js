// HTTP as the page needs it: JSON in and out, and failures that can be shown.

let login; // whose token goes with each request, see login.js

/** From now on each request has a token, and one that is refused may be renewed. */
export const askAs = (who) => (login = who);

/** An answer that is an error, or none at all (status 0). */
export class Failure extends Error {
  constructor(status, problem = {}, headers = new Headers()) {
    super(problem.detail ?? problem.error ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.type = problem.type ?? '';
    this.problem = problem;
    this.retryAfter = Number(headers.get('Retry-After') ?? 1); // seconds
  }

  /** Whether nobody answered, or somebody who cannot at the moment. */
  get isAway() {
    return this.status === 0 || this.status === 503;
  }
}

/** The answer as it comes, whatever its status is; asks once more if the token had to be renewed. */
export async function request(method, path, options = {}) {
  const token = login?.token();
  const response = await send(method, path, options, token);
  const isRenewed = response.status === 401 && (await login?.renew(token));
  return isRenewed ? send(method, path, options, login.token()) : response;
}

async function send(method, path, { body, headers = {}, signal }, token) {
  try {
    return await fetch(path, {
      method,
      signal,
      cache: 'no-store',
      headers: {
        Accept: 'application/json',
        ...(method === 'POST' ? { 'Content-Type': 'application/json' } : {}),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Failure(0);
  }
}

export async function call(method, path, options) {
  const response = await request(method, path, options);
  const text = await response.text().catch(() => '');
  const content = parsed(text);
  if (!response.ok) throw new Failure(response.status, content ?? {}, response.headers);
  return { status: response.status, headers: response.headers, body: content, text };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** Tries until it succeeds, with pauses that double while nobody answers, or as long as it is told to. */
export async function untilAnswered(attempt, { first = 250, longest = 3000, tell = () => {} } = {}) {
  for (let wait = first, tries = 1; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Failure && error.status === 429) {
        await pause(error.retryAfter * 1000);
      } else if (error instanceof Failure && error.isAway) {
        tell(tries++);
        await pause(wait * (0.75 + Math.random() / 2));
        wait = Math.min(wait * 2, longest);
      } else throw error;
    }
  }
}
