import { parseArgs } from 'node:util';
import { createCustomerioDouble } from './index.ts';

const USAGE = `A stand-in for Customer.io's Track API, for demo and tests.

  node test/doubles/customerio/main.ts --site-id <id> --api-key <key>
    --port <port>            default 8025; 0 takes any free port
    --hostname <name>        default 127.0.0.1
    --region <us|eu>         default us
    --object-types <1,2,…>   the object types that exist, default 1
    --allow-email-updates    the workspace setting "Allow updates to email using ID"
    --compat                 accept identifiers.anonymous_id on v2 person events
`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8025' },
    hostname: { type: 'string', default: '127.0.0.1' },
    'site-id': { type: 'string' },
    'api-key': { type: 'string' },
    region: { type: 'string', default: 'us' },
    'object-types': { type: 'string', default: '1' },
    'allow-email-updates': { type: 'boolean', default: false },
    compat: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const fail = (message: string): never => {
  process.stderr.write(`${message}\n\n${USAGE}`);
  process.exit(2);
};

if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}

const customerio = createCustomerioDouble({
  siteId: values['site-id'] ?? fail('--site-id is missing'),
  apiKey: values['api-key'] ?? fail('--api-key is missing'),
  region:
    values.region === 'us' || values.region === 'eu'
      ? values.region
      : fail(`--region is us or eu, not ${values.region}`),
  objectTypes: values['object-types'].split(','),
  allowEmailUpdatesById: values['allow-email-updates'],
  compat: values.compat,
});

const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) fail(`--port is a number up to 65535, not ${values.port}`);

const listening = await customerio.listen({ port, hostname: values.hostname });
process.stdout.write(`Customer.io stand-in: ${listening.url}\n`);

const stop = (): void => void listening.close();
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
