/** The operations that the stand-in plays, by method and path template as in the OpenAPI file. */
const TEMPLATES = [
  'GET /api/v1/accounts/region',
  'PUT /api/v1/customers/{identifier}',
  'DELETE /api/v1/customers/{identifier}',
  'POST /api/v1/customers/{identifier}/events',
  'POST /api/v1/customers/{identifier}/suppress',
  'POST /api/v1/customers/{identifier}/unsuppress',
  'PUT /api/v1/customers/{identifier}/devices',
  'DELETE /api/v1/customers/{identifier}/devices/{device_id}',
  'POST /api/v1/events',
  'POST /api/v1/merge_customers',
  'POST /api/v2/entity',
  'POST /api/v2/batch',
] as const;

export type OperationName = (typeof TEMPLATES)[number];

export interface Operation {
  readonly name: OperationName;
  readonly version: 'v1' | 'v2';
  /** Segments of the path as they came, still percent-encoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

const PARAMETER = /^\{(\w+)\}$/;

const parametersOf = (template: string, pathname: string): Record<string, string> | undefined => {
  const wanted = template.split('/');
  const came = pathname.split('/');
  if (wanted.length !== came.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const segment = came[index] ?? '';
    const name = PARAMETER.exec(part)?.[1];
    if (name !== undefined && segment !== '') parameters[name] = segment;
    else if (part !== segment) return undefined;
  }
  return parameters;
};

export const matchOperation = (method: string, pathname: string): Operation | undefined => {
  for (const name of TEMPLATES) {
    const [wantedMethod = '', template = ''] = name.split(' ');
    const parameters = wantedMethod === method ? parametersOf(template, pathname) : undefined;
    if (parameters) return { name, version: template.startsWith('/api/v2/') ? 'v2' : 'v1', parameters };
  }
  return undefined;
};
