import { followPopups, type PopupOptions } from 'cartline/popups';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRecorder, type Recorder } from './recorder.ts';

const email = 'jane@example.com';
const follow = (options?: PopupOptions): Recorder => {
  const recorder = createRecorder();
  followPopups(recorder.client as never, options);
  return recorder;
};
const detail = (target: EventTarget, name: string, value: unknown): void =>
  void target.dispatchEvent(new CustomEvent(name, { detail: value }));
const message = (origin: string, data: unknown, source: unknown = null): void =>
  void window.dispatchEvent(Object.assign(new MessageEvent('message', { data }), { origin, source }));
const said = (source: string, person: object, form: object = {}): unknown[] => [
  ['identify', { ...person, source }],
  ['track', 'signed_up', { source, ...form }],
];
const page = window as unknown as Record<string, unknown>;

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  document.body.innerHTML = '';
  for (const name of ['juapp', 'wisepops', 'OptiMonk']) delete page[name];
});

describe('a vendor’s form', () => {
  it.each([
    [
      'klaviyo',
      () => detail(window, 'klaviyoForms', { type: 'submit', formId: 'F1', metaData: { $email: email } }),
      { email },
      { form_id: 'F1' },
    ],
    [
      'klaviyo',
      () =>
        detail(window, 'klaviyoForms', { type: 'stepSubmit', metaData: { email, phone_number: '+1 (555) 010-2030' } }),
      { email, phone: '+15550102030' },
      {},
    ],
    [
      'attentive',
      () => message('https://creatives.attn.tv', { __attentive: { action: 'EMAIL_LEAD', email } }),
      { email },
      {},
    ],
    [
      'postscript',
      () => detail(window, 'postscriptPopup', { values: { phone: '+15550102030' } }),
      { phone: '+15550102030' },
      {},
    ],
    ['postscript', () => detail(window, 'postscriptPopup', { CollectedEmailEvent: { email } }), { email }, {}],
    [
      'optinmonster',
      () => detail(document, 'om.Optin.success', { Optin: { data: { fields: { email } } } }),
      { email },
      {},
    ],
    [
      'omnisend',
      () => detail(window, 'omnisendForms', { type: 'submit', formID: 'o1', formValues: { emailField: email } }),
      { email },
      { form_id: 'o1' },
    ],
    ['alia', () => detail(document, 'alia:signup', { email }), { email }, {}],
  ] as const)('of %s says who it is, then that they signed up', (vendor, submit, person, form) => {
    const { calls } = follow({ vendors: [vendor] });
    submit();
    submit();
    expect(calls).toEqual(said(vendor, person, form));
  });

  it('of Justuno is heard through its queue', () => {
    const { calls } = follow({ vendors: ['justuno'] });
    const [[verb, name, listener]] = (page['juapp'] as { q: [[string, string, (...args: unknown[]) => void]] }).q;
    expect([verb, name]).toEqual(['trackFunc', 'engagement']);
    listener('engagement', { email });
    expect(calls).toEqual(said('justuno', { email }));
  });

  it('of Wisepops is heard when its script has come, and is asked once', () => {
    vi.useFakeTimers();
    const { calls } = follow({ vendors: ['wisepops'] });
    vi.advanceTimersByTime(2_000);
    const wisepops = vi.fn();
    page['wisepops'] = wisepops;
    vi.advanceTimersByTime(60_000);
    expect(wisepops).toHaveBeenCalledOnce();
    document.body.innerHTML = '<form><input name="first"><input type="email" value="jane@example.com"></form>';
    const listener = wisepops.mock.calls[0]?.[2] as (event: unknown) => void;
    listener({ target: document.querySelector('form') });
    expect(calls).toEqual(said('wisepops', { email }));
  });

  it('of OptiMonk is found by its campaign', () => {
    vi.useFakeTimers();
    const listeners: ((event: unknown) => void)[] = [];
    page['OptiMonk'] = {
      campaigns: { c1: { data: { 'visitor[email]': email } } },
      addListener(this: { campaigns: unknown }, _target: unknown, _name: string, listener: (event: unknown) => void) {
        if (this.campaigns) listeners.push(listener);
      },
    };
    const { calls } = follow({ vendors: ['optimonk'] });
    vi.advanceTimersByTime(1);
    listeners[0]?.({ parameters: { campaignId: 'c1' } });
    expect(calls).toEqual(said('optimonk', { email }, { form_id: 'c1' }));
  });

  it('is not listened to unless the shop names it', () => {
    const { calls } = follow();
    detail(window, 'klaviyoForms', { type: 'submit', metaData: { email } });
    message('https://creatives.attn.tv', { __attentive: { action: 'LEAD', email } });
    expect(calls).toEqual([]);
  });

  it('that is no vendor’s is named in the console', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    follow({ vendors: ['klavyio' as 'klaviyo'] });
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('"klavyio"'));
  });

  it('with something else than an address or a number says nothing', () => {
    const { calls } = follow({ vendors: ['klaviyo'] });
    for (const $email of ['', 'jane', 'jane@', 7, null, { a: 1 }])
      detail(window, 'klaviyoForms', { type: 'submit', metaData: { $email } });
    detail(window, 'klaviyoForms', { type: 'submit', metaData: { $phone_number: '0151 1234567' } });
    detail(window, 'klaviyoForms', { type: 'open', metaData: { $email: email } });
    detail(window, 'klaviyoForms', undefined);
    expect(calls).toEqual([]);
  });
});

describe('a message from another origin than Attentive’s', () => {
  it.each(['https://creatives.attn.tv.evil.example', 'http://creatives.attn.tv', 'https://attn.tv', 'null', ''])(
    'never says who the visitor is: %s',
    (origin) => {
      const { calls } = follow({ vendors: ['attentive'] });
      message(origin, { __attentive: { action: 'LEAD', email } });
      expect(calls).toEqual([]);
    },
  );
});

describe('a form of the shop', () => {
  const submit = (html: string): void => {
    document.body.innerHTML = html;
    document.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  };
  const fields = '<input type="email" value=" jane@example.com "><input type="tel" value="+49 151 12345678">';
  const person = { email, phone: '+4915112345678' };

  it('counts when it is marked, under the name of the mark', () => {
    const { calls } = follow();
    submit(`<form id="f1" data-cartline-identify="footer">${fields}</form>`);
    expect(calls).toEqual(said('footer', person, { form_id: 'f1' }));
  });

  it('does not count when it is not', () => {
    const { calls } = follow();
    submit(`<form id="f1">${fields}</form>`);
    expect(calls).toEqual([]);
  });

  it('gives consent only for what was ticked', () => {
    const { calls } = follow();
    const boxes =
      '<input type="checkbox" data-cartline-consent="email" checked><input type="checkbox" data-cartline-consent="sms">';
    submit(`<form data-cartline-identify>${fields}${boxes}</form>`);
    expect(calls[0]).toEqual(['identify', { ...person, consent: { email: true }, source: 'form' }]);
  });

  it('is read before the shop’s own script stops the event', () => {
    const { calls } = follow();
    document.body.innerHTML = `<form data-cartline-identify>${fields}</form>`;
    const form = document.querySelector('form')!;
    form.addEventListener('submit', (event) => event.stopImmediatePropagation());
    form.dispatchEvent(new Event('submit', { bubbles: true }));
    expect(calls).toHaveLength(2);
  });

  it('of Shopify counts where "shopify" is named', () => {
    const html =
      '<form id="ContactFooter" action="/contact"><input name="contact[email]" value="jane@example.com"></form>';
    submit(html);
    const { calls } = follow({ vendors: ['shopify'] });
    submit(html);
    expect(calls).toEqual(said('shopify', { email }, { form_id: 'ContactFooter' }));
  });
});

describe('an iframe that speaks the protocol', () => {
  const origin = 'https://widget.example';
  const told = {
    ns: 'cartline',
    v: 1,
    type: 'identify',
    traits: { email, skin: 'dry' },
    consent: { email: true },
    source: 'quiz',
    nonce: 'n1',
  };
  const frame = (): { postMessage: ReturnType<typeof vi.fn> } => ({ postMessage: vi.fn() });

  it('is believed where its origin is listed, once a nonce, and answered each time', () => {
    const { calls } = follow({ origins: [origin] });
    const source = frame();
    message(origin, told, source);
    message(origin, told, source);
    expect(calls).toEqual([
      ['identify', { email, traits: { skin: 'dry' }, consent: { email: true }, source: 'quiz' }],
      ['track', 'signed_up', { source: 'quiz' }],
    ]);
    expect(source.postMessage.mock.calls).toEqual(
      Array.from({ length: 2 }, () => [{ ns: 'cartline', v: 1, type: 'acknowledged', nonce: 'n1' }, origin]),
    );
  });

  it.each([
    ['of another origin', 'https://evil.example', told],
    ['of an origin that begins the same', `${origin}.evil.example`, told],
    ['of another scheme', 'http://widget.example', told],
    ['of an opaque origin', 'null', told],
    ['of another protocol', origin, { ...told, ns: 'other' }],
    ['of another version', origin, { ...told, v: 2 }],
    ['without a nonce', origin, { ...told, nonce: undefined }],
    ['that is no object', origin, 'cartline'],
  ])('is neither believed nor answered: %s', (_, from, data) => {
    const { calls } = follow({ origins: [origin] });
    const source = frame();
    message(from, data, source);
    expect(calls).toEqual([]);
    expect(source.postMessage).not.toHaveBeenCalled();
  });
});
