// Server-sent events by fetch, as an EventSource can send no token.
import { pause, request } from './http.js';

const CONNECT_AGAIN = 1000; // milliseconds

/**
 * Tells of each event, with its fields id, event and data. Where the line breaks it connects again
 * and says what it has seen, as an EventSource does, until the signal is aborted or the answer is
 * another than 200.
 */
export async function listenTo(path, signal, tell) {
  let seen;
  while (!signal.aborted) {
    const headers = { Accept: 'text/event-stream', ...(seen ? { 'Last-Event-ID': seen } : {}) };
    try {
      const response = await request('GET', path, { headers, signal });
      if (response.status !== 200) return;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = '', part = await reader.read(); !part.done; part = await reader.read()) {
        const events = (rest + part.value).split('\n\n');
        rest = events.pop();
        events.map(fieldsOf).filter(({ data }) => data).forEach((event) => {
          seen = event.id ?? seen;
          tell(event);
        });
      }
    } catch (error) {
      if (!(error.name === 'AbortError' || error.status === 0 || error instanceof TypeError)) throw error;
    }
    await pause(CONNECT_AGAIN);
  }
}

/** Of one event, whose data the services write in one line. */
function fieldsOf(event) {
  return Object.fromEntries(event.split('\n').map((line) => {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
    return [field, value];
  }));
}
