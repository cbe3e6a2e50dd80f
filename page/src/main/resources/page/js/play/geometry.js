// Where things stand on the picture, in a wide form and in one for a phone. An edge has a path and
// a place for each label: that of what goes along it, and that of what comes back.

const wide = {
  box: [1000, 490],
  letter: 7.5,
  node: [212, 104],
  deadline: [300, 302],
  nodes: { you: [58, 215], user: [300, 64], order: [300, 370], billing: [640, 215], notification: [890, 370] },
  edges: {
    'you-user': { path: 'M86 188 L194 92', there: [140, 140], back: [140, 140] },
    'you-billing': { path: 'M96 215 L534 215', there: [315, 199], back: [315, 231] },
    'you-order': { path: 'M86 242 L194 340', there: [140, 292], back: [140, 292] },
    'user-billing': { path: 'M406 76 L566 163', there: [486, 120], back: [486, 120] },
    'order-billing': { path: 'M406 350 L566 267', there: [472, 328], back: [530, 293] },
    'order-notification': { path: 'M406 372 L784 372', there: [595, 356], back: [595, 388] },
    'notification-you': { path: 'M890 422 C890 482 58 500 58 255', there: [470, 465], back: [470, 465] },
  },
};

const narrow = {
  box: [360, 640],
  letter: 6.8,
  node: [152, 92],
  deadline: [56, 378],
  nodes: { you: [180, 44], user: [84, 166], order: [84, 440], billing: [276, 300], notification: [276, 578] },
  edges: {
    'you-user': { path: 'M160 70 L116 125', there: [96, 96], back: [96, 96] },
    'you-billing': { path: 'M196 74 L270 259', there: [268, 158], back: [280, 186] },
    'you-order': { path: 'M177 78 C180 230 168 330 124 399', there: [96, 322], back: [96, 322] },
    'user-billing': { path: 'M160 190 L214 259', there: [118, 228], back: [118, 228] },
    'order-billing': { path: 'M130 399 L250 341', there: [164, 388], back: [236, 362] },
    'order-notification': { path: 'M126 481 L206 537', there: [94, 500], back: [98, 528] },
    'notification-you': { path: 'M344 537 C364 380 366 110 214 46', there: [318, 440], back: [318, 440] },
  },
};

export const geometry = (isNarrow) => (isNarrow ? narrow : wide);

/** The edge between two nodes, and whether it is gone along from its beginning. */
export function edgeBetween(from, to, edges) {
  if (`${from}-${to}` in edges) return { id: `${from}-${to}`, forward: true };
  if (`${to}-${from}` in edges) return { id: `${to}-${from}`, forward: false };
  return undefined;
}
