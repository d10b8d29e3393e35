/**
 * Lays one document out as a PDF, in a thread of its own (`pdf.ts`). JavaScript as it is run: a thread starts from a file, and this one is
 * the same file when the rest is built and when it is not.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import pdfmake from 'pdfmake';

/** @type {import('./pdf.js').PdfDocument} */
const { foot, rule, ...document } = workerData;
const fonts = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts', 'Roboto');
pdfmake.setFonts({ Roboto: { normal: join(fonts, 'Roboto-Regular.ttf'), bold: join(fonts, 'Roboto-Medium.ttf') } });
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path.startsWith(fonts));

pdfmake.setTableLayouts({
  /** A rule under the header and hair lines between the rows. */
  lines: {
    hLineWidth: (i) => (i === 0 ? 0 : i === 1 ? 0.8 : 0.3),
    vLineWidth: () => 0,
    hLineColor: () => rule,
    paddingLeft: (i) => (i === 0 ? 0 : 4),
    paddingRight: () => 4,
    paddingTop: () => 2,
    paddingBottom: () => 2,
  },
});

const footer = (page, pages) => ({
  ...foot.style,
  columns: [
    { width: '*', text: foot.text },
    { width: 'auto', text: foot.page.replace('{page}', page).replace('{pages}', pages) },
  ],
});
parentPort.postMessage(await pdfmake.createPdf({ ...document, footer }).getBuffer());
