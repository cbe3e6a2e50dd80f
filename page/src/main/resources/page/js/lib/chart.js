// uPlot, loaded when the first chart is drawn, in the page's colours.
let loaded;

function load() {
  loaded ??= new Promise((resolve, reject) => {
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = '/page/lib/uplot/dist/uPlot.min.css';
    style.onload = () => import('uplot').then((module) => resolve(module.default), reject);
    style.onerror = reject;
    document.head.append(style);
  });
  return loaded;
}

/** A colour of the page as a canvas understands it, whichever of light and dark is on. */
function colour(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Calls the listener when light turns dark or dark light; gives what ends that. */
export function onTheme(listener) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const chosen = new MutationObserver(listener);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  dark.addEventListener('change', listener);
  return () => {
    chosen.disconnect();
    dark.removeEventListener('change', listener);
  };
}

/** Draws a line in the element; seconds and values are lists of the same length. */
export async function drawLine(element, { seconds, values, height, stepped = false, tone = 'accent', axes = true }) {
  const UPlot = await load();
  if (!element.isConnected) return;
  const line = colour(tone);
  const axis = { stroke: colour('quiet'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
  const last = element.chart;
  element.chart = new UPlot({
    width: Math.max(160, element.clientWidth),
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 12, axes ? 0 : 8, 0],
    scales: { y: { range: (self, low, high) => [0, Math.max(high * 1.15, 1)] } },
    axes: axes ? [axis, { ...axis, size: 62 }] : [{ show: false }, { ...axis, size: 44 }],
    series: [{}, {
      stroke: line, width: 2, fill: line.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.1)'), points: { show: false },
      paths: stepped ? UPlot.paths.stepped({ align: 1 }) : undefined,
    }],
  }, [seconds, values], element);
  last?.destroy();
}
