// Plays the Postman scenario. It knows one address for all services, as an Ingress gives it; here,
// where no Ingress need be, this script stands for it on a port of its own.
const http = require('http');
const { spawn } = require('child_process');

const serviceOfPath = JSON.parse(process.env.SERVICE_OF_PATH);

const ingress = http.createServer((request, response) => {
  const service = serviceOfPath[request.url.split(/[/?]/)[1]];
  const { method, url: path, headers } = request;
  const forward = http.request({ host: service, port: 80, method, path, headers }, answer => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  forward.on('error', error => response.writeHead(502).end(`${service}: ${error.message}\n`));
  request.pipe(forward);
});

const play = baseUrl => {
  const scenario = `${__dirname}/arch-axon.postman_collection.json`;
  const variables = { baseUrl, token: process.env.TOKEN || '' };
  const newman = ['run', scenario, '--color', 'off'];
  Object.entries(variables).forEach(([name, value]) => newman.push('--env-var', `${name}=${value}`));
  spawn('newman', newman, { stdio: 'inherit' })
    .on('exit', code => process.exit(code === 0 ? 0 : 1));
};

const statusOf = url => new Promise((resolve, reject) =>
  http.get(url, answer => resolve(answer.resume().statusCode)).on('error', reject));

// Where there is an issuer, and no token to play with.
const expectClosed = async baseUrl => {
  for (const path of Object.keys(serviceOfPath)) {
    const status = await statusOf(`${baseUrl}/${path}`);
    console.log(`GET /${path} without a token: ${status}`);
    if (status !== 401) process.exitCode = 1;
  }
  process.exit();
};

ingress.listen(0, '127.0.0.1', () => {
  const baseUrl = `http://127.0.0.1:${ingress.address().port}`;
  return process.env.CLOSED ? expectClosed(baseUrl) : play(baseUrl);
});
