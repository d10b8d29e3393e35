/** How anybody verifies this register without trusting it: commands that run as they stand. */
import type { VNode } from 'preact';
import { wordsIn } from '../../../i18n/index.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { BackLink, Notice } from './pieces/parts.js';

interface VerifyProps {
  viewer: Viewer;
  publicUrl: string;
  checkpoint: string;
  key: string;
}

export function AuditVerifyPage({ viewer, publicUrl, checkpoint, key }: VerifyProps): VNode {
  const { audit } = wordsIn(viewer.locale);
  const words = audit.verifyPage;
  const commands = commandsFor(publicUrl.replace(/\/$/, ''));
  return (
    <Page viewer={viewer} title={words.title} here="audit" above={<BackLink href="/audit">{audit.title}</BackLink>}>
      <p>{words.lead}</p>
      <ol class="steps">
        {(Object.keys(commands) as (keyof typeof commands)[]).map((step) => (
          <li>
            <h2>{words.steps[step].title}</h2>
            <p>{words.steps[step].text}</p>
            <pre>{commands[step]}</pre>
          </li>
        ))}
      </ol>
      <Notice>
        <p>{words.limit}</p>
      </Notice>
      <h2>{words.now}</h2>
      <pre>{checkpoint}</pre>
      <h2>{words.key}</h2>
      <pre>{key}</pre>
      <h2>{words.ours}</h2>
      <p>{words.oursText}</p>
      <pre>npx pledgebook verify ./log-export --key log.vkey --checkpoint checkpoint-kept</pre>
    </Page>
  );
}

/** Run by a test against a real export, so that nobody is told what does not work. */
export function commandsFor(url: string) {
  return {
    checkpoint: `curl -o checkpoint-kept ${url}/audit/checkpoint\ncurl -o log.vkey ${url}/audit/key`,
    signature: [
      `sed '/^$/,$d' checkpoint-kept > text`,
      `tail -n 1 checkpoint-kept | awk '{print $3}' | base64 -d | tail -c +5 > signature`,
      `(printf '\\x30\\x2a\\x30\\x05\\x06\\x03\\x2b\\x65\\x70\\x03\\x21\\x00'`,
      ` cut -d + -f 3- log.vkey | base64 -d | tail -c +2) > key.der`,
      `openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey key.der -in text -sigfile signature`,
    ].join('\n'),
    export: `npx pledgebook export --format log --out ./log-export`,
    root: [
      `cat > root.py <<'END'`,
      `import sys, os, hashlib, base64`,
      `top, size, leaves = sys.argv[1] + '/tile/entries', int(sys.argv[2]), []`,
      `for folder, _, files in os.walk(top):`,
      `    for name in files:`,
      `        path = os.path.join(folder, name)`,
      `        bundle = os.path.relpath(path, top).split('.')[0].replace('x', '').replace('/', '')`,
      `        data, i, n = open(path, 'rb').read(), 0, int(bundle) * 256`,
      `        while i < len(data):`,
      `            length = int.from_bytes(data[i:i + 2], 'big')`,
      `            leaves.append((n, hashlib.sha256(b'\\0' + data[i + 2:i + 2 + length]).digest()))`,
      `            i, n = i + 2 + length, n + 1`,
      `def root(h):`,
      `    if len(h) == 1: return h[0]`,
      `    k = 1 << ((len(h) - 1).bit_length() - 1)`,
      `    return hashlib.sha256(b'\\1' + root(h[:k]) + root(h[k:])).digest()`,
      `print(base64.b64encode(root([h for _, h in sorted(leaves)][:size])).decode())`,
      `END`,
      `python3 root.py ./log-export $(sed -n 2p log-export/checkpoint)`,
      `sed -n 3p log-export/checkpoint`,
    ].join('\n'),
    consistency: `python3 root.py ./log-export $(sed -n 2p checkpoint-kept)\nsed -n 3p checkpoint-kept`,
    values: [
      `head -n 1 ./log-export/values.ndjson | python3 -c '`,
      `import sys, json, hmac, base64`,
      `v = json.loads(sys.stdin.readline())`,
      `pad = lambda s: base64.urlsafe_b64decode(s + "=" * (-len(s) % 4))`,
      `print(hmac.digest(pad(v["key"]), v["text"].encode(), "sha256") == pad(v["digest"]))'`,
    ].join('\n'),
  };
}
