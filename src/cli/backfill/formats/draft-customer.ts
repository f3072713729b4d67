import { compact } from '../../../relay/sources/compact.ts';
import { readFlag } from '../csv/cells.ts';
import type { Columns } from '../csv/columns.ts';
import type { Row } from '../csv/read-rows.ts';
import { refused, skipped, type Draft, type Group } from '../draft.ts';
import type { CustomerField } from './customer-fields.ts';
import { readBuyer } from './read-buyer.ts';
import type { Terms } from './terms.ts';

const TRAIT = /^trait[_ ](?<name>[a-z0-9_]+)$/i;

/** Columns "trait_…" of the neutral format. */
const ownTraits = ({ others }: Columns<CustomerField>, { cells }: Row): Readonly<Record<string, string>> =>
  Object.fromEntries(
    others.flatMap(({ name, index }) => {
      const trait = TRAIT.exec(name)?.groups?.['name'];
      const value = cells[index]?.trim() ?? '';
      return trait === undefined || value === '' ? [] : [[trait.toLowerCase(), value]];
    }),
  );

const notesOf = (emailConsent: boolean | undefined, smsConsent: boolean | undefined): readonly string[] => [
  `email consent: ${emailConsent === undefined ? 'nothing on record' : emailConsent ? 'given' : 'not given'}`,
  `sms consent: ${smsConsent === undefined ? 'nothing on record' : smsConsent ? 'given' : 'not given'}`,
];

/** What becomes of one customer. Consent goes as recorded, as of the export; who has not given it goes first. */
export const draftCustomer = (
  { key, rows: [row] }: Group,
  columnsOf: (row: Row) => Columns<CustomerField>,
  { exportedAt }: Terms,
): Draft => {
  const columns = columnsOf(row);
  const cell = (field: CustomerField): string => columns.cell(row, field);
  const { buyer, key: person, problem } = readBuyer(cell('email'), cell('phone'), cell('id'), '');
  if (person === undefined) return skipped('names nobody', problem ?? 'it names nobody');
  const email = readFlag('email consent', cell('emailConsent'));
  if (!email.ok) return refused('email consent', email.reason);
  const sms = readFlag('sms consent', cell('smsConsent'));
  if (!sms.ok) return refused('sms consent', sms.reason);
  const text = (field: CustomerField): string | undefined => cell(field) || undefined;
  const traits = {
    ...ownTraits(columns, row),
    ...compact({ email: buyer.email, phone: buyer.phone, first_name: text('firstName'), last_name: text('lastName') }),
    ...compact({ city: text('city'), country: text('country'), tags: text('tags') }),
    ...compact({ email_consent: email.value, sms_consent: sms.value }),
  };
  return {
    kind: 'ready',
    person,
    at: exportedAt,
    messages: [
      {
        type: 'identify',
        messageId: `customer:${key}`,
        timestamp: new Date(exportedAt).toISOString(),
        ...compact({ userId: buyer.userId }),
        traits,
      },
    ],
    attributes: Object.keys(traits).filter((name) => name !== 'email' && name !== 'phone'),
    phase: email.value === false || sms.value === false ? 0 : 1,
    notes: notesOf(email.value, sms.value),
  };
};
