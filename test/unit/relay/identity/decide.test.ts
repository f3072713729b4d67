import { describe, expect, it } from 'vitest';
import { decide } from '../../../../src/relay/identity/decide.ts';
import type { Decision, Effect } from '../../../../src/relay/identity/decision.ts';
import type { KnownPerson, Snapshot } from '../../../../src/relay/identity/snapshot.ts';
import type { NewMessage } from '../../../../src/relay/store/store.ts';
import { identify, newMessage, START, track } from '../store/new-message.ts';

const NEW = 'new-person';
const PROVEN = { trusted: true };
const AT = 100;

const emailA: KnownPerson = { id: 'P1', email: 'a@x.co', trusted: [], origin: 'v1' };
const userU: KnownPerson = { id: 'P2', userId: 'U', trusted: ['userId'] };
const linkedTo = (...persons: KnownPerson[]): Snapshot => ({
  links: persons.slice(0, 1).map(({ id }) => ({ person: id, from: START })),
  persons,
});
const nobody: Snapshot = { links: [], persons: [] };
const knows = (...persons: KnownPerson[]): Snapshot => ({ links: [], persons });

const decided = (snapshot: Snapshot, message: NewMessage): Decision => decide(snapshot, message, NEW);
const kinds = ({ effects }: Decision): string[] => effects.map(({ kind }) => kind);
const link = (person: string, at = AT): Effect => ({ kind: 'link', anonymousId: 'v1', person, from: START + at });
const set = (person: string, key: 'email' | 'userId' | 'phone', value: string, trusted = false): Effect => ({
  kind: 'set_key',
  person,
  key,
  value,
  trusted,
});
const create = (origin?: string): Effect => ({ kind: 'create_person', person: NEW, ...(origin && { origin }) });

describe('the decision table', () => {
  describe('unknown | email', () => {
    it('makes a new person by email, and links the visitor', () => {
      expect(decided(nobody, identify(AT, 'v1', { email: ' A@X.co ' }))).toEqual({
        person: NEW,
        effects: [create('v1'), set(NEW, 'email', 'a@x.co'), link(NEW)],
      });
    });

    it('takes the existing person by email', () => {
      expect(decided(knows(emailA), identify(AT, 'v1', { email: 'a@x.co' }))).toEqual({
        person: 'P1',
        effects: [link('P1')],
      });
    });
  });

  describe('unknown | phone only', () => {
    it('makes a person by phone', () => {
      expect(decided(nobody, identify(AT, 'v1', { phone: '0049 (151) 123-456-78' }))).toEqual({
        person: NEW,
        effects: [create('v1'), set(NEW, 'phone', '+4915112345678'), link(NEW)],
      });
    });

    it('takes the existing person by phone', () => {
      const byPhone: KnownPerson = { id: 'P3', phone: '+4915112345678', trusted: [] };
      expect(decided(knows(byPhone), identify(AT, 'v1', { phone: '+4915112345678' })).person).toBe('P3');
    });

    it('is still unknown by a national number, whose country nobody knows', () => {
      expect(decided(nobody, identify(AT, 'v1', { phone: '0151 12345678' }))).toEqual({ effects: [] });
    });
  });

  describe('unknown | userId, proven', () => {
    it('makes a person by userId, with the email', () => {
      expect(decided(nobody, identify(AT, 'v1', { email: 'a@x.co' }, { ...PROVEN, userId: 'U' }))).toEqual({
        person: NEW,
        effects: [create('v1'), set(NEW, 'email', 'a@x.co', true), set(NEW, 'userId', 'U', true), link(NEW)],
      });
    });

    it('takes the existing person by userId', () => {
      expect(decided(knows(userU), identify(AT, 'v1', {}, { ...PROVEN, userId: 'U' }))).toEqual({
        person: 'P2',
        effects: [link('P2')],
      });
    });
  });

  describe('unknown | userId, not proven', () => {
    const claim: Effect = { kind: 'keep_claim', anonymousId: 'v1', userId: 'U' };

    it('is kept as a claim, and the visitor stays unknown, even when the person exists', () => {
      expect(decided(knows(userU), identify(AT, 'v1', {}, { userId: 'U' }))).toEqual({ effects: [claim] });
    });

    it('is kept as a claim on track too', () => {
      const message = newMessage(AT, {
        type: 'track',
        anonymousId: 'v1',
        userId: 'U',
        event: 'x',
        properties: { email: 'b@x.co' },
      });
      expect(decided(knows(userU), message)).toEqual({ effects: [claim] });
    });

    it('is the person by email when one came', () => {
      const decision = decided(knows(userU, emailA), identify(AT, 'v1', { email: 'a@x.co' }, { userId: 'U' }));
      expect(decision).toEqual({ person: 'P1', effects: [claim, link('P1')] });
    });

    it('is no claim when the person has that userId anyway', () => {
      expect(decided(linkedTo(userU), identify(AT, 'v1', {}, { userId: 'U' }))).toEqual({ person: 'P2', effects: [] });
    });
  });

  describe('email A | userId U, proven, U new', () => {
    it('gives the same person U', () => {
      const decision = decided(linkedTo(emailA), identify(AT, 'v1', {}, { ...PROVEN, userId: 'U' }));
      expect(decision).toEqual({ person: 'P1', effects: [set('P1', 'userId', 'U', true)] });
    });

    it('makes another person when an email comes along that is not A', () => {
      const decision = decided(linkedTo(emailA), identify(AT, 'v1', { email: 'b@x.co' }, { ...PROVEN, userId: 'U' }));
      expect(decision.person).toBe(NEW);
    });
  });

  describe('email A is P1 | userId U is P2, proven', () => {
    it('takes the visitor to P2, records the pair and merges nothing', () => {
      const decision = decided(linkedTo(emailA, userU), identify(AT, 'v1', {}, { ...PROVEN, userId: 'U' }));
      expect(decision).toEqual({
        person: 'P2',
        effects: [link('P2'), { kind: 'record_linked', persons: ['P1', 'P2'], reason: expect.any(String) as string }],
      });
    });

    it("does not take P1's email away for P2", () => {
      const decision = decided(
        linkedTo(emailA, userU),
        identify(AT, 'v1', { email: 'a@x.co' }, { ...PROVEN, userId: 'U' }),
      );
      expect(decision.person).toBe('P2');
      expect(kinds(decision)).not.toContain('set_key');
    });
  });

  describe('email A | email A again, other case or spaces', () => {
    it('changes nothing', () => {
      expect(decided(linkedTo(emailA), identify(AT, 'v1', { email: '  A@X.CO' }))).toEqual({
        person: 'P1',
        effects: [],
      });
    });
  });

  describe('userId U, email A | userId U, email B, proven', () => {
    it('changes the email of the same person', () => {
      const person: KnownPerson = { ...userU, email: 'a@x.co' };
      const decision = decided(linkedTo(person), identify(AT, 'v1', { email: 'b@x.co' }, { ...PROVEN, userId: 'U' }));
      expect(decision).toEqual({ person: 'P2', effects: [set('P2', 'email', 'b@x.co', true)] });
    });
  });

  describe('email A (no userId) | email B', () => {
    it('is another person from here on, and the open cart follows the visitor', () => {
      expect(decided(linkedTo(emailA), identify(AT, 'v1', { email: 'b@x.co' }))).toEqual({
        person: NEW,
        effects: [
          create('v1'),
          set(NEW, 'email', 'b@x.co'),
          link(NEW),
          { kind: 'move_cart', anonymousId: 'v1', from: 'P1', to: NEW, at: START + AT },
        ],
      });
    });

    it('leaves what happened before to A, and gives what happened since to B', () => {
      const B: KnownPerson = { id: 'PB', email: 'b@x.co', trusted: [] };
      const links = [
        { person: 'P1', from: START + 10 },
        { person: 'PB', from: START + 20 },
      ];
      const personOf = (at: number): string | undefined =>
        decided({ links, persons: [emailA, B] }, track(at, 'v1', 'x')).person;
      expect([5, 10, 19, 20, 99].map(personOf)).toEqual(['P1', 'P1', 'P1', 'PB', 'PB']);
    });
  });

  describe('userId U | userId V, proven', () => {
    it('is another person, and nothing goes across', () => {
      const decision = decided(linkedTo(userU), identify(AT, 'v1', {}, { ...PROVEN, userId: 'V' }));
      expect(decision).toEqual({ person: NEW, effects: [create('v1'), set(NEW, 'userId', 'V', true), link(NEW)] });
    });
  });

  describe('any | server-key message with userId or email', () => {
    it.each([
      ['track', newMessage(AT, { type: 'track', userId: 'U', event: 'x' }, PROVEN), 'P2'],
      ['identify', identify(AT, undefined, {}, { ...PROVEN, userId: 'U' }), 'P2'],
      [
        'track with the email in context.traits',
        newMessage(AT, { type: 'track', event: 'x', context: { traits: { email: 'a@x.co' } } }, PROVEN),
        'P1',
      ],
      ['track with the email in properties', track(AT, undefined, 'x', { email: 'A@x.co' }, PROVEN), 'P1'],
    ])('is that person, without a visitor: %s', (_, message, person) => {
      const decision = decided(knows(emailA, userU), message);
      expect(decision.person).toBe(person);
      expect(kinds(decision)).not.toContain('link');
    });

    it('makes the person when there is none', () => {
      const message = newMessage(AT, { type: 'track', userId: 'W', event: 'x' }, PROVEN);
      expect(decided(nobody, message)).toEqual({ person: NEW, effects: [create(), set(NEW, 'userId', 'W', true)] });
    });
  });

  describe('two visitors | the same email', () => {
    it('joins both', () => {
      const decision = decided(knows(emailA), identify(AT, 'v2', { email: 'a@x.co' }));
      expect(decision).toEqual({
        person: 'P1',
        effects: [{ kind: 'link', anonymousId: 'v2', person: 'P1', from: START + AT }],
      });
    });
  });
});

describe('trust', () => {
  it('believes no email in the properties of a browser', () => {
    expect(decided(knows(emailA), track(AT, 'v1', 'x', { email: 'a@x.co' }))).toEqual({ effects: [] });
  });

  it('replaces no phone that the person has', () => {
    const person: KnownPerson = { ...emailA, phone: '+4915100000000', trusted: ['phone'] };
    const message = identify(AT, 'v1', { email: 'a@x.co', phone: '+4915112345678' });
    expect(decided(linkedTo(person), message)).toEqual({ person: 'P1', effects: [] });
  });

  it('adds a phone that the person lacks, unless it is another’s', () => {
    const message = identify(AT, 'v1', { email: 'a@x.co', phone: '+4915112345678' });
    expect(decided(linkedTo(emailA), message).effects).toEqual([set('P1', 'phone', '+4915112345678')]);
    const other: KnownPerson = { id: 'P9', phone: '+4915112345678', trusted: [] };
    expect(decided(linkedTo(emailA, other), message).effects).toEqual([]);
  });

  it('lets only the visitor who made a person of a phone number add the address to it', () => {
    const byPhone: KnownPerson = { id: 'P3', phone: '+4915112345678', trusted: [], origin: 'v1' };
    const own = decided(linkedTo(byPhone), identify(AT, 'v1', { email: 'a@x.co' }));
    expect(own).toEqual({ person: 'P3', effects: [set('P3', 'email', 'a@x.co')] });
    const foreign = decided(linkedTo({ ...byPhone, origin: 'v9' }), identify(AT, 'v1', { email: 'a@x.co' }));
    expect(foreign.person).toBe(NEW);
  });

  it('remembers that a trusted source has said a key, without changing it', () => {
    const decision = decided(knows(emailA), identify(AT, undefined, { email: 'a@x.co' }, PROVEN));
    expect(decision.effects).toEqual([set('P1', 'email', 'a@x.co', true)]);
  });

  it('decides nothing by group', () => {
    const message = newMessage(AT, { type: 'group', userId: 'U', groupId: 'g' }, PROVEN);
    expect(decided(knows(userU), message)).toEqual({ effects: [] });
  });

  it('merges nothing for a page', () => {
    const message = newMessage(AT, { type: 'alias', userId: 'U', previousId: 'a@x.co' });
    expect(decided(knows(userU, emailA), message)).toEqual({ effects: [] });
  });

  it('merges two known persons for a trusted alias, each named by customer id or address', () => {
    const message = newMessage(AT, { type: 'alias', userId: 'U', previousId: 'A@x.co' }, PROVEN);
    expect(decided(knows(userU, emailA), message)).toEqual({
      person: 'P2',
      effects: [{ kind: 'merge', from: 'P1', to: 'P2' }],
    });
  });

  it('takes an earlier id that is no person for a visitor', () => {
    const message = newMessage(AT, { type: 'alias', userId: 'U', previousId: 'v1' }, PROVEN);
    expect(decided(knows(userU), message)).toEqual({ person: 'P2', effects: [link('P2')] });
  });
});
