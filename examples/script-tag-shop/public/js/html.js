const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (value) => String(value ?? '').replace(/[&<>"']/g, (character) => entities[character]);
const markupOf = (value) => (Array.isArray(value) ? value.map(markupOf).join('') : (value?.markup ?? escaped(value)));

/** A template that escapes what is put into it; other templates and lists of them go in as they are. */
export const html = (strings, ...values) => ({ markup: String.raw({ raw: strings }, ...values.map(markupOf)) });

/** Shows a template as the whole content of an element. */
export function render(element, template) {
  element.innerHTML = template.markup;
}
