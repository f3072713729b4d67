/** Copies text; on plain http, where there is no clipboard API, by way of a selection. False when the browser refuses both. */
export const copy = async (text: string, beside: Element): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'aside';
    beside.append(field);
    field.select();
    const done = document.execCommand('copy'); // deprecated, and all there is here
    field.remove();
    return done;
  }
};
