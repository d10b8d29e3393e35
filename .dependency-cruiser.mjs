/**
 * Who may import whom, as a table; the rules below are made from it. `npm run check` holds src/ against it, and
 * test/architecture.spec.ts checks that breaking it is noticed.
 */

/** Layer → the other layers it may import. The order is top to bottom; a layer may always import itself. */
const layers = {
  top: ['http', 'jobs', 'services', 'store', 'mail', 'documents', 'outgoing', 'i18n', 'clock', 'chance', 'config', 'domain'],
  http: ['services', 'documents', 'i18n', 'clock', 'domain'],
  jobs: ['services', 'clock', 'domain'],
  services: ['store', 'mail', 'documents', 'outgoing', 'clock', 'chance', 'domain'],
  store: ['clock', 'chance', 'domain'],
  mail: ['i18n', 'domain'],
  // The report as files (CSV, XLSX, PDF) and its pictures as SVG, which the pages show too.
  documents: ['i18n', 'domain'],
  outgoing: ['domain'],
  // Each URL is read by the module that will use it.
  config: ['store', 'mail', 'outgoing', 'domain'],
  clock: ['domain'],
  chance: [],
  i18n: ['domain'],
  domain: [],
};

/** Layer → where it lives, where that is not the folder of its name. */
const places = {
  // main, cli, app.module and what they boot with: all that lies directly in src/, and the commands.
  top: '^src/(?!(config|clock|chance)\\.ts$)[^/]+\\.ts$|^src/(cli|commands)/',
  config: '^src/config\\.ts$',
  clock: '^src/clock\\.ts$',
  chance: '^src/chance\\.ts$',
};

/** Package (a pattern) → the layers that may import it. Packages not named here are open to every layer; domain and i18n have rules of their own. */
const packages = {
  'typeorm|pg|better-sqlite3': ['store'],
  nodemailer: ['mail'],
  '@nestjs/[^/]+': ['top', 'http', 'jobs', 'services'],
  'fastify|@fastify/[^/]+': ['top', 'http'],
  'preact|preact-render-to-string': ['http', 'mail', 'documents'],
  'pdfmake|csv-stringify|d3-[^/]+': ['documents'],
  'openid-client|@node-rs/[^/]+': ['services'],
  commander: ['top'],
  // Domain is handed the days off.
  'date-holidays': ['services'],
  'ipaddr.js': ['outgoing'],
};

/** All that domain may import from outside. */
const domainPackages = 'zod|temporal-polyfill|canonicalize';
const domainBuiltins = '^(node:)?crypto$';

const place = (layer) => places[layer] ?? `^src/${layer}/`;
const anyOf = (names) => names.map(place).join('|');
const installed = (names) => `(^|/)node_modules/(@types/)?(${names})/`;

const betweenLayers = Object.entries(layers).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  severity: 'error',
  comment: `src/${layer} may import ${['itself', ...allowed].join(', ')} from src, nothing else`,
  from: { path: place(layer) },
  to: { path: '^src/', pathNot: [layer, ...allowed].map(place) },
}));

const ofPackages = Object.entries(packages).map(([names, allowed]) => ({
  name: `package-${names.split(/[|/]/)[0].replace('@', '')}`,
  severity: 'error',
  comment: `${names} is for ${allowed.join(', ')}`,
  from: { path: '^src/', pathNot: anyOf([...allowed, 'domain', 'i18n']) },
  to: { path: installed(names) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'layer-unknown',
      severity: 'error',
      comment: 'Every file of src belongs to a layer: add a new one to the table',
      from: { path: '^src/', pathNot: anyOf(Object.keys(layers)) },
      to: {},
    },
    ...betweenLayers,
    ...ofPackages,
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'Domain decides and does no I/O: beside itself only zod, temporal-polyfill, canonicalize and node:crypto',
      from: { path: place('domain') },
      to: { pathNot: ['^src/', installed(domainPackages), domainBuiltins] },
    },
    {
      name: 'i18n-is-words',
      severity: 'error',
      comment: 'Texts need no package',
      from: { path: place('i18n') },
      to: { pathNot: '^src/' },
    },
    {
      name: 'store-is-handed-the-time',
      severity: 'error',
      comment: 'Stores are handed `now`; only the write gate times itself',
      from: { path: place('store'), pathNot: '^src/store/database\\.ts$' },
      to: { path: place('clock') },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import nothing answers to, or of a package that package.json does not name',
      from: { path: '^src/' },
      to: { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      comment: 'What runs in earnest must be in dependencies',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
