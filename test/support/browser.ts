/** A browser without scripts: keeps cookies, follows nowhere by itself, and sends back the hidden fields of the page it shows. */
import type { Answer, Api, Headers } from './api.js';

export interface Browser {
  cookies: Map<string, string>;
  get(url: string, headers?: Headers): Promise<Answer<unknown>>;
  /** Fills in a form of the page that is shown and sends it; `headers` say what another browser would say otherwise. */
  post(url: string, fields?: Record<string, string>, headers?: Headers): Promise<Answer<unknown>>;
}

export function openBrowser(api: Api): Browser {
  const cookies = new Map<string, string>();
  let hidden: Record<string, string> = {};
  const send = async (method: string, url: string, body: string | undefined, headers: Headers): Promise<Answer<unknown>> => {
    const { pathname, search } = new URL(url, api.url);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const own = { accept: 'text/html', ...(cookie === '' ? {} : { cookie }), ...headers };
    const answer = await api.nobody.send<unknown>(method, pathname + search, body, own);
    for (const line of (answer.headers['set-cookie'] ?? '').split(/, (?=[\w-]+=)/)) {
      const [, name, value] = /^([\w-]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined && /Max-Age=0(;|$)/.test(line)) cookies.delete(name);
      else if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    hidden = hiddenIn(answer.text);
    return answer;
  };
  return {
    cookies,
    get: (url, headers = {}) => send('GET', url, undefined, { 'sec-fetch-site': 'none', ...headers }),
    post: (url, fields = {}, headers = {}) =>
      send('POST', url, new URLSearchParams({ ...hidden, ...fields }).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        ...headers,
      }),
  };
}

/** Of the first form of the page's own, else of those in its frame: what every form has is the same in each. */
function hiddenIn(page: string): Record<string, string> {
  const [form = page] = /<form[^]*?<\/form>/.exec(page.slice(page.indexOf('<main'))) ?? [];
  const inputs = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]));
}
