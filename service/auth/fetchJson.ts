/** The JSON at an address of the identity provider; rejects when it cannot be had in 5 s. Follows nobody elsewhere. */
export async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5_000) });
  if (!response.ok) {
    throw new Error(`the identity provider answers ${response.status}`);
  }
  return response.json();
}
