// HTTP as the page needs it: JSON in and out, and failures that can be shown.

/** An answer that is an error, or none at all (status 0). */
export class Failure extends Error {
  constructor(status, problem = {}) {
    super(problem.detail ?? problem.error ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.type = problem.type ?? '';
    this.problem = problem;
  }

  /** Whether nobody answered, or somebody who cannot at the moment. */
  get isAway() {
    return this.status === 0 || this.status === 503;
  }
}

export async function call(method, path, { body, headers = {}, signal } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      signal,
      cache: 'no-store',
      headers: {
        Accept: 'application/json',
        ...(method === 'POST' ? { 'Content-Type': 'application/json' } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Failure(0);
  }
  const text = await response.text().catch(() => '');
  const content = parsed(text);
  if (!response.ok) throw new Failure(response.status, content ?? {});
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

/** Tries until it succeeds, with pauses that double; only while nobody answers. */
export async function untilAnswered(attempt, { first = 250, longest = 3000, tell = () => {} } = {}) {
  for (let wait = first, tries = 1; ; wait = Math.min(wait * 2, longest), tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Failure) || !error.isAway) throw error;
      tell(tries);
      await pause(wait * (0.75 + Math.random() / 2));
    }
  }
}
