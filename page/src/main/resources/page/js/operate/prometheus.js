// What /actuator/prometheus tells, as far as the page asks: the sum of a metric over its labels.

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? ([^ ]+)/;

/** Gives a function of a metric's name and of labels that must be there. */
export function read(text) {
  const samples = text.split('\n').filter((line) => line && !line.startsWith('#'))
    .map((line) => LINE.exec(line)).filter(Boolean);
  return (name, labels = {}) => {
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    const found = samples.filter(([, metric, all = '']) => metric === name && wanted.every((label) => all.includes(label)));
    return found.length === 0 ? undefined : found.reduce((sum, sample) => sum + Number(sample[3]), 0);
  };
}
