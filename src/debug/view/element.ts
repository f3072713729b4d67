type Child = Node | string | undefined | false;

const SVG = 'http://www.w3.org/2000/svg';

const fill = <E extends Element>(
  element: E,
  attributes: Readonly<Record<string, string | undefined>>,
  children: readonly Child[],
): E => {
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
};

/** Makes an element; text goes in as text, never as markup, and no attribute is a style: Trusted Types and CSP see nothing. */
export const element = <N extends keyof HTMLElementTagNameMap>(
  name: N,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[N] => fill(document.createElement(name), attributes, children);

/** An icon of 16 × 16: lines only, in the colour of the text. */
export const icon = (path: string): SVGSVGElement =>
  fill(document.createElementNS(SVG, 'svg'), { viewBox: '0 0 16 16', 'aria-hidden': 'true', class: 'icon' }, [
    fill(document.createElementNS(SVG, 'path'), { d: path }, []),
  ]);

export const icons = {
  /** A cart's line that ends in a dot. */
  mark: 'M1.5 3h1.8l1.6 7h6.6l2-5H7.5M6 13.2h.01M10.8 13.2h.01',
  copy: 'M6 5.5V3.2c0-.4.3-.7.7-.7h6.1c.4 0 .7.3.7.7v6.1c0 .4-.3.7-.7.7h-2.3M3.2 6h6.1c.4 0 .7.3.7.7v6.1c0 .4-.3.7-.7.7H3.2a.7.7 0 0 1-.7-.7V6.7c0-.4.3-.7.7-.7Z',
  done: 'M3 8.5l3.2 3.2L13 4.8',
  side: 'M2.5 8h11M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5',
  close: 'M4 4l8 8M12 4l-8 8',
} as const;

/** A button that shows an icon and says its name. */
export const iconButton = (name: string, path: string, onClick: () => void): HTMLButtonElement => {
  const button = element('button', { type: 'button', class: 'tool', 'aria-label': name, title: name }, icon(path));
  button.addEventListener('click', onClick);
  return button;
};
