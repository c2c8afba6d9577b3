/** A comment of a pull or merge request. */
export interface Comment {
  readonly id: number;
  readonly body: string;
}

/** The comments of one pull request of GitHub or merge request of GitLab. */
export interface Comments {
  /** From 1; an empty page is the end. */
  list(page: number): Promise<readonly Comment[]>;
  create(body: string): Promise<void>;
  update(id: number, body: string): Promise<void>;
}

/** Where comments are, and who asks for them. */
interface Place {
  /** Of all comments of the request. */
  readonly list: string;
  /** Of one of them. */
  readonly one: (id: number) => string;
  readonly headers: Readonly<Record<string, string>>;
  /** GitHub changes a comment by PATCH, GitLab by PUT. */
  readonly updateMethod: 'PATCH' | 'PUT';
}

/** One that a server does not answer must not hold up a pipeline. */
const TIMEOUT = 30_000;
const PAGE_SIZE = 100;

/** Comments by a forge's REST API. Every method throws with the server's words where it refuses. */
export const commentsAt = ({ list, one, headers, updateMethod }: Place): Comments => ({
  list: async (page) => (await ask('GET', `${list}?per_page=${PAGE_SIZE}&page=${page}`, headers)) as readonly Comment[],
  create: async (body) => void (await ask('POST', list, headers, { body })),
  update: async (id, body) => void (await ask(updateMethod, one(id), headers, { body })),
});

async function ask(method: string, url: string, headers: Readonly<Record<string, string>>, content?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(content && { 'content-type': 'application/json' }) },
    signal: AbortSignal.timeout(TIMEOUT),
    ...(content && { body: JSON.stringify(content) }),
  }).catch((cause: unknown) => {
    throw new Error(`${method} ${url} got no answer`, { cause });
  });
  if (response.ok) return response.json();
  throw new Error(`${method} ${url} was answered with ${response.status}`, {
    cause: new Error((await response.text()).slice(0, MOST_WORDS)),
  });
}

/** Characters of a server's answer that are shown. */
const MOST_WORDS = 500;
