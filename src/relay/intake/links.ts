/** Endings of names that mail programs turn into links by themselves: the common generic ones, and all countries. */
const genericEndings = new Set(
  (
    'com net org info biz edu gov mil int app dev shop store online site web website xyz top club live life world today ' +
    'page link click email mail news blog cloud tech digital media agency group team work works vip icu buzz fun win bid ' +
    'loan men pro mobi name asia help support chat space host press review reviews sale deals gift gifts party date ' +
    'stream download racing cam bar rest fit beauty hair skin makeup quest cyou sbs lol bond monster rocks zone рф'
  ).split(' '),
);
const countryEndings = new Set(
  (
    'ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd cf ' +
    'cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf ' +
    'gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km ' +
    'kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz ' +
    'na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg ' +
    'sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va ' +
    'vc ve vg vi vn vu wf ws ye yt za zm zw'
  ).split(' '),
);

/** Zero-width characters and soft hyphens: invisible, and left out by whoever looks for links. */
const invisible = /[\u00AD\u200B-\u200F\u2060\uFEFF]/g;
const address = /:\/\/|\b(?:javascript|data|vbscript|mailto|tel|sms|intent):|\bwww\.|<[a-z!/]/;
const withPath = /(?<=[\p{L}\p{N}-])\.\p{L}{2,63}[/?#:]/u;
const ending = /(?<=[\p{L}\p{N}-])\.(\p{L}{2,24}|xn--[a-z0-9-]{2,59})(?![\p{L}\p{N}-])/gu;
/** The longest label of a host (RFC 1035). */
const LABEL_CHARACTERS = 63;

/** "3.es" is three of something in Spain; "a3.es" is a host. */
const hasLetter = (text: string, end: number): boolean =>
  /\p{L}[\p{N}-]*$/u.test(text.slice(Math.max(0, end - LABEL_CHARACTERS), end));

/** ASCII without any of the characters that a link or markup cannot do without: most names of products. */
const linkless = /^[ !"#$%&'()*+,\-/0-9;=>?@A-Z[\\\]^_`a-z{|}~]*$/;

/** True for a text that a mail program would make a link of, or that carries markup: "https://…", "www.x", "evil.com", "<a …". */
export const hasLink = (text: string): boolean => {
  if (linkless.test(text)) return false;
  const plain = text.normalize('NFKC').replace(invisible, '').replaceAll('。', '.').toLowerCase();
  if (address.test(plain) || withPath.test(plain)) return true;
  for (const { 1: name = '', index } of plain.matchAll(ending)) {
    if (genericEndings.has(name) || name.startsWith('xn--')) return true;
    if (countryEndings.has(name) && hasLetter(plain, index)) return true;
  }
  return false;
};

/** What breaks out of an attribute, or is read in another way by the next parser. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const unsafe = /[\s"'<>\\`\u0000-\u001F\u007F]/;

const isListed = (host: string, hosts: readonly string[]): boolean =>
  hosts.some((listed) => host === listed || (listed.startsWith('*.') && host.endsWith(listed.slice(1))));

/**
 * True for an address on one of these hosts ("shop.example" with any port, "shop.example:8443", "*.shop.example"), or a path on the shop itself: "/p/1". "//evil"
 * and "@evil" are none: put behind the shop's own address they lead elsewhere.
 */
export const isOwnAddress = (text: string, hosts: readonly string[]): boolean => {
  if (unsafe.test(text)) return false;
  if (text.startsWith('/')) return !text.startsWith('//');
  if (!/^https?:\/\//i.test(text)) return false;
  const url = URL.parse(text);
  return (
    url !== null &&
    url.username === '' &&
    url.password === '' &&
    (isListed(url.host, hosts) || isListed(url.hostname, hosts))
  );
};

/** The hosts of origins: "shop.example" of "https://shop.example". */
export const hostsOf = (origins: readonly string[]): string[] =>
  origins.flatMap((origin) => URL.parse(origin)?.host || []);
