interface ItemProblem {
  readonly batch_index?: number;
  readonly reason?: string;
  readonly field?: string;
  readonly message?: string;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a 2xx without JSON names no items, so it accepts them all
  }
};

/** The items that a 207 refuses, by their place in the batch, each with the answer that says so. */
export const itemProblems = (text: string): ReadonlyMap<number, string> => {
  const { errors } = (parse(text) ?? {}) as { errors?: unknown }; // looked at below
  const problems = (Array.isArray(errors) ? errors : []) as ItemProblem[]; // keys are all optional
  return new Map(
    problems.flatMap(({ batch_index: index, reason, field, message }) =>
      typeof index === 'number'
        ? [[index, `Customer.io refused it: ${[reason, field, message].filter(Boolean).join(' ')}`]]
        : [],
    ),
  );
};
