import type { Text } from './types';

/** One error as the host tells it (RFC 9457): what was expected, what was found, what to do next. */
export interface ProblemBody {
  status: number;
  code: string;
  text: Text;
  field?: string;
  line?: number;
  errors?: ProblemBody[];
}

/** An answer that is no success. `code` is the host's, or `connection.lost` when there was no answer at all. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly text: Text;
  readonly field: string | undefined;
  readonly parts: ProblemBody[];

  constructor(readonly body: ProblemBody) {
    super(body.text.zh);
    this.status = body.status;
    this.code = body.code;
    this.text = body.text;
    this.field = body.field;
    this.parts = body.errors ?? [];
  }

  /** What is wrong with each field, by the field's id; what concerns no field stands under ''. */
  byField(): Map<string, Text[]> {
    const found = new Map<string, Text[]>();
    const add = (body: ProblemBody) => {
      if (body.errors?.length) return body.errors.forEach(add);
      const key = body.field ?? '';
      found.set(key, [...(found.get(key) ?? []), body.text]);
    };
    add(this.body);
    return found;
  }
}

export function connectionLost(): Problem {
  return new Problem({
    status: 0,
    code: 'connection.lost',
    text: {
      zh: '与服务器的连接中断，所填内容仍在本页。恢复网络后请重试。',
      en: 'The connection to the server was lost; what you entered is still on this page. Try again when it is back.',
    },
  });
}

export async function problemOf(answer: Response): Promise<Problem> {
  try {
    const body = await answer.json();
    if (body?.text?.zh && body?.code) return new Problem({ ...body, status: answer.status });
  } catch {
    // Not from the host: a proxy's page, say.
  }
  return new Problem({
    status: answer.status,
    code: 'connection.unreadable',
    text: {
      zh: `服务器的答复无法识别（HTTP ${answer.status}）。请稍后重试，仍不行请告知管理员。`,
      en: `The server's answer could not be read (HTTP ${answer.status}). Try again later, then tell the administrator.`,
    },
  });
}
