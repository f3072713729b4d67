import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCustomerioDouble, type CustomerioDouble, type Listening } from '../doubles/customerio/index.ts';
import { launchChromium } from '../support/browser.ts';
import { activityKey, startRelay, until, writeKey, type RelayProcess } from '../support/relay-process.ts';

const EMAIL = 'jane@example.com';
/** What the shop's key was for, before somebody saw that the quiz was forgotten. */
const narrow = { keys: [{ key: writeKey, kind: 'write', source: 'shop', events: ['identify', 'survey_done'] }] };

const messages = [
  { type: 'identify', messageId: 'm-identify', anonymousId: 'v1', traits: { email: EMAIL } },
  { type: 'track', messageId: 'm-quiz', anonymousId: 'v1', event: 'quiz_done', properties: { answer: 'dry' } },
  { type: 'track', messageId: 'm-survey', anonymousId: 'v1', event: 'survey_done', properties: { stars: 5 } },
];

describe('the replay button of the activity page', () => {
  let browser: Browser;
  let customerio: CustomerioDouble;
  let api: Listening;
  let relay: RelayProcess;
  let page: Page;
  const pageErrors: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    customerio = createCustomerioDouble({ siteId: 'site', apiKey: 'key' });
    api = await customerio.listen();
    relay = await startRelay(api.url, narrow);
    page = await (await browser.newContext()).newPage();
    pageErrors.length = 0;
    page.on('pageerror', ({ message }) => pageErrors.push(message));
  });
  afterEach(async () => {
    await page.context().close();
    await relay.close();
    await api.close();
  });

  const events = (): string[] =>
    customerio.person(EMAIL)?.timeline.flatMap(({ kind, name }) => (kind === 'event' ? [name] : [])) ?? [];
  const post = (): Promise<Response> =>
    fetch(`${relay.url}/v1/batch?writeKey=${writeKey}`, { method: 'POST', body: JSON.stringify({ batch: messages }) });
  const line = (name: string) =>
    page.locator('#stream details').filter({ has: page.locator('.name').getByText(name, { exact: true }) });
  const state = (name: string) => line(name).locator('.badge');
  const sendAgain = async (name: string): Promise<void> => {
    await line(name).locator('summary').click();
    await line(name).getByRole('button', { name: 'send again' }).click();
  };

  it('sends a dead letter and a quarantined message again: each arrives once', async () => {
    const isSurvey = ({ body }: { body: unknown }): boolean => JSON.stringify(body ?? '').includes('survey_done');
    const mend = customerio.inject({ status: 400, when: isSurvey });
    const answer = (await (await post()).json()) as { rejected: unknown[] };
    expect(answer.rejected).toMatchObject([{ messageId: 'm-quiz', code: 'not_allowed' }]);

    await page.goto(`${relay.url}/activity?key=${activityKey}`);
    await state('survey_done').getByText('dead').waitFor();
    await state('quiz_done').getByText('quarantined').waitFor();
    await sendAgain('quiz_done');
    await line('quiz_done').getByText('not sent: ').waitFor();
    expect(events()).toEqual([]);

    await relay.kill();
    await relay.configure({});
    await relay.start();
    mend();
    await page.reload();
    await sendAgain('survey_done');
    await state('survey_done').getByText('delivered').waitFor();
    await sendAgain('quiz_done');
    await state('quiz_done').getByText('delivered').waitFor();
    await until('both to arrive', () => events().length >= 2);
    await post();
    await until('nothing to be pending', async () =>
      (await relay.feed()).every(({ deliveries }) => deliveries.every((one) => one.state === 'delivered')),
    );
    expect(events().toSorted()).toEqual(['quiz_done', 'survey_done']);
    expect(await line('quiz_done').count()).toBe(1);
    if (process.env['CARTLINE_SCREENSHOT']) await page.screenshot({ path: process.env['CARTLINE_SCREENSHOT'] });
    expect(customerio.violations()).toEqual([]);
    expect(pageErrors).toEqual([]);
  });
});
