// The operator's API, where it is open to the page.
import { call } from './http.js';

// Another site's page cannot send it, see OperatorAccess.
const headers = { 'X-Arch-Page': '1' };

const get = async (path) => (await call('GET', path, { headers })).body;
const post = async (path) => (await call('POST', path, { headers })).body;

export const operator = {
  /** The names of what there is; none if it is not open to this page. */
  async endpoints() {
    try {
      return Object.keys((await get('/actuator'))._links ?? {});
    } catch {
      return [];
    }
  },
  processors: async () => (await get('/actuator/processors')).processors,
  deadLetters: async () => (await get('/actuator/deadletters')).items,
  retry: (id) => post(`/actuator/deadletters/${id}/retry`),
  giveUp: (id) => post(`/actuator/deadletters/${id}/give-up`),
  audit: () => get('/actuator/audit'),
  metrics: async () => (await call('GET', '/actuator/prometheus', { headers: { ...headers, Accept: 'text/plain' } })).text,
  crash: () => post('/actuator/crash'),
};
