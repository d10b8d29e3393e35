/** Where a language model is asked: a setting of whoever runs the service, so it may lie on this machine or in its network. */
import { isLocalName, isPublicAddress, literalAddress } from './public-address.js';

/** The URL of the chat completions under a base such as `https://api.example.org/v1`. Throws in words for the settings. */
export function parseModelUrl(text: string): URL {
  const accepted = 'a URL, as in https://api.example.org/v1; http only within your own network; no name and password in it';
  if (!URL.canParse(text)) throw new Error(accepted);
  const url = new URL(text);
  const address = literalAddress(url);
  const near = address === null ? isLocalName(url.hostname) : !isPublicAddress(address);
  if (url.username !== '' || url.password !== '') throw new Error(accepted);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && near)) throw new Error(accepted);
  if (!url.pathname.endsWith('/chat/completions')) url.pathname = `${url.pathname.replace(/\/+$/, '')}/chat/completions`;
  return url;
}
