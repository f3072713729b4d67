import type { FieldNames } from '../csv/columns.ts';

/** What a row of a customers file may say. */
export type CustomerField =
  'id' | 'email' | 'phone' | 'firstName' | 'lastName' | 'emailConsent' | 'smsConsent' | 'city' | 'country' | 'tags';

/** Admin → Customers → Export. What it counts (Total Spent, Total Orders) is left out: the relay counts itself. */
export const shopifyCustomers: FieldNames<CustomerField> = {
  id: ['Customer ID', 'Id'],
  email: ['Email'],
  phone: ['Phone', 'Default Address Phone'],
  firstName: ['First Name'],
  lastName: ['Last Name'],
  emailConsent: ['Accepts Email Marketing', 'Accepts Marketing'],
  smsConsent: ['Accepts SMS Marketing'],
  city: ['Default Address City', 'City'],
  country: ['Default Address Country Code', 'Country Code', 'Country'],
  tags: ['Tags'],
};

export const neutralCustomers: FieldNames<CustomerField> = {
  id: ['user_id'],
  email: ['email'],
  phone: ['phone'],
  firstName: ['first_name'],
  lastName: ['last_name'],
  emailConsent: ['email_consent'],
  smsConsent: ['sms_consent'],
  city: ['city'],
  country: ['country'],
  tags: ['tags'],
};
