// Who uses the page, where people log in: OpenID Connect, by authorization code with PKCE. The tokens
// are in this file's variables and nowhere else, so that nothing that is stored can be taken: whoever
// loads the page anew goes to the issuer anew, who knows him still.
import { askAs, call, Failure, untilAnswered } from './http.js';
import { random } from './random.js';

/** In the session storage, what must outlive the way to the issuer and back; of no use without the code. */
const ON_THE_WAY = 'login';
const listeners = new Set();

let settings; // issuer, clientId and scopes; undefined where nobody logs in
let metadata; // of the issuer
let tokens;
let claims;
let renewal; // while a token is being renewed
let trouble; // the name of a text, and its values

/** Who is logged in, as far as the issuer tells. */
export const who = () => claims && {
  name: claims.name ?? claims.preferred_username ?? claims.email ?? claims.sub,
  email: claims.email,
};
export const isLoginNeeded = () => settings !== undefined && tokens === undefined;
export const loginTrouble = () => trouble;

/** Calls the listener when somebody has logged in, or is logged out; gives what ends that. */
export function onLogin(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asks whether people log in, and ends a login that the issuer has sent back. */
export async function startLogin() {
  const { body } = await untilAnswered(() => call('GET', '/page/login.json').catch(orAway));
  if (!body) return;
  settings = body;
  askAs({ token: () => tokens?.access_token, renew });
  const back = new URLSearchParams(location.search);
  const sent = JSON.parse(sessionStorage.getItem(ON_THE_WAY));
  sessionStorage.removeItem(ON_THE_WAY);
  if (!back.has('state')) return;
  history.replaceState(null, '', `/${sent?.hash ?? ''}`);
  await orTrouble(() => end(back, sent));
}

/** While an update is rolled out the version before may answer, which knows of no login. */
function orAway(error) {
  throw error.status === 404 ? new Failure(0) : error;
}

export function logIn() {
  return orTrouble(async () => {
    if (!isSecureContext) throw new Trouble('login.insecure');
    const [state, nonce, verifier] = [random(), random(), random()];
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
    const { authorization_endpoint } = await discovered();
    sessionStorage.setItem(ON_THE_WAY, JSON.stringify({ state, nonce, verifier, hash: location.hash }));
    go(authorization_endpoint, {
      response_type: 'code', client_id: settings.clientId, redirect_uri: home(), scope: settings.scopes,
      state, nonce, code_challenge_method: 'S256', code_challenge: base64url(hash),
    });
  });
}

/** Here and at the issuer, who would let the next one in otherwise. */
export async function logOut() {
  const { id_token } = tokens;
  forget();
  await orTrouble(async () => {
    const { end_session_endpoint } = await discovered();
    if (end_session_endpoint) {
      go(end_session_endpoint, { client_id: settings.clientId, id_token_hint: id_token, post_logout_redirect_uri: home() });
    }
  });
}

class Trouble extends Error {
  constructor(text, values) {
    super(text);
    this.values = values;
  }
}

async function orTrouble(work) {
  trouble = undefined;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    trouble = { text: error.message, values: error.values };
  }
  listeners.forEach((listener) => listener());
}

async function end(back, sent) {
  if (!sent || back.get('state') !== sent.state) throw new Trouble('login.another');
  if (back.has('error')) throw new Trouble('login.refused', { why: back.get('error_description') ?? back.get('error') });
  if ((back.get('iss') ?? settings.issuer) !== settings.issuer) throw new Trouble('login.another');
  const given = await ask({
    grant_type: 'authorization_code', code: back.get('code'), redirect_uri: home(), code_verifier: sent.verifier,
  });
  // It comes from the issuer itself, so its signature need not be looked at (OpenID Connect Core, 3.1.3.7).
  const told = given.id_token ? claimsOf(given.id_token) : {};
  const isForUs = [told.aud].flat().includes(settings.clientId) && told.iss === settings.issuer && told.nonce === sent.nonce;
  if (!isForUs || told.exp * 1000 < Date.now()) throw new Trouble('login.another');
  tokens = given;
  claims = told;
}

/** Whether there is a new token instead of the one that was refused; without one the login is over. */
async function renew(refused) {
  if (tokens?.access_token === refused) {
    renewal ??= renewed().finally(() => (renewal = undefined));
    await renewal;
  }
  return tokens !== undefined;
}

async function renewed() {
  const refresh_token = tokens?.refresh_token;
  try {
    if (!refresh_token) throw new Trouble('login.over');
    tokens = { ...tokens, ...(await ask({ grant_type: 'refresh_token', refresh_token })) };
  } catch {
    forget();
    await orTrouble(() => Promise.reject(new Trouble('login.over')));
  }
}

function forget() {
  tokens = claims = undefined;
}

async function ask(form) {
  const { token_endpoint } = await discovered();
  return fetched(token_endpoint, { method: 'POST', body: new URLSearchParams({ client_id: settings.clientId, ...form }) });
}

async function discovered() {
  metadata ??= await fetched(`${settings.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (metadata.issuer !== settings.issuer) throw new Trouble('login.another');
  return metadata;
}

async function fetched(url, options) {
  const response = await fetch(url, { credentials: 'omit', ...options })
    .catch(() => Promise.reject(new Trouble('login.unreachable', { issuer: settings.issuer })));
  const content = await response.json().catch(() => ({}));
  if (!response.ok) throw new Trouble('login.refused', { why: content.error_description ?? content.error ?? `HTTP ${response.status}` });
  return content;
}

function go(endpoint, parameters) {
  const url = new URL(endpoint);
  Object.entries(parameters).forEach(([name, value]) => url.searchParams.set(name, value));
  location.assign(url);
}

const home = () => `${location.origin}/`;

function base64url(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

function claimsOf(token) {
  const bytes = atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/'));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (each) => each.charCodeAt(0))));
}
