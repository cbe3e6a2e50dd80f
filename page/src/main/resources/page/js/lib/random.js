/** 64 hexadecimal digits that nobody can guess; crypto.randomUUID() is there for HTTPS and localhost alone. */
export function random() {
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
