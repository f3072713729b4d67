/** What the tag says. */
export interface ScriptTagOptions {
  /** The inline stub: the text of dist/stub.js, which queues calls until the script is there. */
  readonly stub?: string;
  /** Address of the script, such as "https://shop.example/cl/cartline.js". */
  readonly src: string;
  /** Address of the relay, when it is not the script's own origin. */
  readonly relay?: string;
  readonly writeKey: string;
}

const attribute = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The HTML to paste into a shop's head: the inline stub and the script, which loads without holding up the page. */
export const scriptTag = ({ stub, src, relay, writeKey }: ScriptTagOptions): string => {
  const inline = stub ? `<script>${stub.trim().replaceAll('</script', '<\\/script')}</script>\n` : '';
  const address = relay ? ` data-relay="${attribute(relay)}"` : '';
  return `${inline}<script async src="${attribute(src)}"${address} data-write-key="${attribute(writeKey)}"></script>`;
};
