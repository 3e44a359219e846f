// Asks the service in this container whether its process is well; exit code 0 when it is.
// With a certificate of its own it answers HTTPS: its name is not that of the loopback address, which is all right here.
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

const port = Number(process.env.SIGHTGLASS_SERVICE_PORT ?? 8080);
const asksTls = (process.env.SIGHTGLASS_SERVICE_CERTIFICATE ?? '') !== '';

const [ask, options] = asksTls ? [tlsRequest, { rejectUnauthorized: false }] : [plainRequest, {}];
const question = ask({ host: '127.0.0.1', port, path: '/healthz', timeout: 2_000, ...options }, (answer) => {
  answer.resume();
  process.exitCode = answer.statusCode === 200 ? 0 : 1;
});
question.on('timeout', () => question.destroy());
question.on('error', () => (process.exitCode = 1));
question.end();
