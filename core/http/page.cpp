#include "http/page.hpp"

#include <algorithm>
#include <array>

namespace liufa::host {

namespace {

constexpr std::string_view html = R"html(<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>六法 Liufa</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/start.css">
<script type="module" src="/start.js"></script>
</head>
<body>
<header><h1>六法 <span>Liufa</span></h1><p>区直机关党建工作方法平台 <span lang="en">Work methods of a district office</span></p></header>
<main>
<form id="enter">
<label>区 <span lang="en">District</span><input id="district" value="hechuan" autocomplete="organization" required></label>
<label>登录名 <span lang="en">Login</span><input id="login" autocomplete="username" required></label>
<label>口令 <span lang="en">Password</span><input id="password" type="password" autocomplete="current-password" required></label>
<label id="code-line" hidden>验证码 <span lang="en">Code</span><input id="code" inputmode="numeric" autocomplete="one-time-code"></label>
<button>登录 <span lang="en">Sign in</span></button>
<a id="provider" hidden></a>
</form>
<form id="renew" hidden>
<p>首次登录，请修改口令。<span lang="en">Change the first password.</span></p>
<label>新口令 <span lang="en">New password</span><input id="new-password" type="password" autocomplete="new-password" required></label>
<button>修改 <span lang="en">Change</span></button>
</form>
<form id="look" hidden>
<p id="who"></p>
<label>期间 <span lang="en">Period</span><input id="period" placeholder="2026, 2026-H1, 2026-03"></label>
<button>查看 <span lang="en">Show</span></button>
<button id="leave" type="button">退出 <span lang="en">Sign out</span></button>
</form>
<p id="message" role="status"></p>
<section id="todo" aria-label="待办 To do"></section>
<section id="own" aria-label="关于我的记录 What is recorded about me"></section>
<section id="figures" aria-label="指标 Figures"></section>
<section id="records" aria-label="记录 Records"></section>
</main>
</body>
</html>
)html";

constexpr std::string_view css =
    R"css(:root{color-scheme:light dark;--accent:#b3261e;--line:color-mix(in srgb,currentColor 15%,transparent)}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif}
header,main{max-width:1100px;margin:0 auto;padding:1rem}
h1{margin:0;color:var(--accent);font-size:1.7rem}
h1 span,[lang=en]{opacity:.65;font-weight:400;font-size:.85em}
header p{margin:.2rem 0}
form{display:flex;flex-wrap:wrap;gap:.8rem;align-items:end;padding:1rem 0;border-block:1px solid var(--line)}
label{display:flex;flex-direction:column;gap:.2rem;flex:1 1 11rem}
input,button{font:inherit;padding:.45rem .6rem;border:1px solid var(--line);border-radius:4px}
button{cursor:pointer}
form button{background:var(--accent);color:#fff;border-color:var(--accent)}
form a{padding:.45rem .6rem;border:1px solid var(--accent);border-radius:4px;color:inherit;text-decoration:none}
#message:empty,[hidden]{display:none!important}
h2{font-size:1.05rem;margin:1.4rem 0 .5rem}
#figures .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.6rem}
#figures .cards>button{display:block;text-align:left;background:none;color:inherit;width:100%}
#figures .cards>button:hover,#figures .cards>button:focus-visible{border-color:var(--accent)}
#figures strong{display:block;font-size:1.5rem;font-variant-numeric:tabular-nums}
#figures small{opacity:.65}
#records{overflow-x:auto}
table{border-collapse:collapse;font-size:.85rem}
th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap;max-width:24rem;overflow:hidden;text-overflow:ellipsis}
)css";

constexpr std::string_view script = R"js(const by = (id) => document.getElementById(id);
const make = (tag, text, parent) => {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (parent) parent.append(node);
  return node;
};

let session = null;

async function ask(path, method = 'GET', content = undefined) {
  const answer = await fetch(`/api/v1/districts/${encodeURIComponent(by('district').value)}${path}`, {
    method,
    headers: session ? { 'X-CSRF-Token': session.csrf } : {},
    body: content === undefined ? undefined : JSON.stringify(content),
  });
  const body = await answer.json();
  if (answer.ok) return body;
  const error = new Error(`${body.text.zh} ${body.text.en}`);
  error.code = body.code;
  throw error;
}

const periodQuery = () => (by('period').value ? `?period=${encodeURIComponent(by('period').value)}` : '');

const shown = (value) => (value === null ? '—' : value.toLocaleString('zh-CN', { maximumFractionDigits: 2 }));

async function showRecords(figure) {
  const page = await ask(`/figures/${figure.key}/records${periodQuery()}`);
  const box = by('records');
  box.replaceChildren();
  make('h2', `${figure.name.zh} ${figure.name.en}: ${page.items.length}${page.next ? '+' : ''}`, box);
  if (!page.items.length) return;
  const own = new Set(['version', 'created_at', 'updated_at']);
  const columns = Object.keys(page.items[0]).filter(
    (name) => !own.has(name) && page.items.some((item) => item[name] !== null));
  const table = make('table', undefined, box);
  const head = make('tr', undefined, make('thead', undefined, table));
  for (const name of columns) make('th', name, head);
  const body = make('tbody', undefined, table);
  for (const item of page.items) {
    const row = make('tr', undefined, body);
    for (const name of columns) make('td', item[name] === null ? '' : String(item[name]), row);
  }
  box.scrollIntoView({ behavior: 'smooth' });
}

async function showFigures() {
  const [figures, methods] = await Promise.all([ask(`/figures${periodQuery()}`), ask('/methods')]);
  const names = new Map(methods.map((method) => [method.id, method.name]));
  names.set('directory', { zh: '组织与党员', en: 'Directory' });
  const box = by('figures');
  box.replaceChildren();
  by('records').replaceChildren();
  for (const method of new Set(figures.map((figure) => figure.key.split('.')[0]))) {
    const name = names.get(method) ?? { zh: method, en: '' };
    make('h2', `${name.zh} ${name.en}`, box);
    const list = make('div', undefined, box);
    list.className = 'cards';
    for (const figure of figures.filter((each) => each.key.startsWith(`${method}.`))) {
      const card = make('button', undefined, list);
      card.type = 'button';
      make('strong', `${shown(figure.value)} ${figure.unit}`, card);
      make('span', figure.name.zh, card);
      make('br', undefined, card);
      make('small', figure.name.en, card).lang = 'en';
      card.addEventListener('click', () => guarded(() => showRecords(figure)));
    }
  }
}

async function guarded(work) {
  by('message').textContent = '';
  try {
    await work();
  } catch (error) {
    by('message').textContent = error.message;
  }
}

async function showTodo() {
  const list = await ask('/todo');
  const box = by('todo');
  box.replaceChildren();
  make('h2', `我的待办 To do: ${list.items.length}`, box);
  const table = make('table', undefined, box);
  for (const item of list.items.slice(0, 20)) {
    const row = make('tr', undefined, table);
    make('td', item.due_on, row);
    make('td', item.overdue ? `逾期 late ${-item.working_days}` : `${item.working_days} 个工作日 working days`, row);
    make('td', `${item.name.zh} ${item.name.en}`, row);
    make('td', `${item.title} ${item.organisation_name ?? ''}${item.urged ? ' 已催办 urged' : ''}`, row);
  }
}

// The other way in, if the server has one.
async function showWays() {
  const link = by('provider');
  link.hidden = true;
  const { provider } = await ask('/sign-in');
  if (!provider) return;
  link.href = provider.begin;
  link.replaceChildren(`${provider.name.zh}登录 `);
  make('span', `Sign in with ${provider.name.en}`, link).lang = 'en';
  link.hidden = false;
}

async function showOwn() {
  const own = await ask('/my/records');
  const box = by('own');
  box.replaceChildren();
  make('h2', '关于我的记录 What is recorded about me', box);
  const list = make('ul', undefined, box);
  for (const type of own.records)
    make('li', `${type.name.zh} ${type.name.en}: ${type.items.length}`, list);
  for (const each of own.reveals)
    make('li', `${each.at.slice(0, 10)} ${each.by} 查看 saw ${each.fields.join(', ')}：${each.purpose ?? ''}`, list);
  const copy = make('a', '下载全部 Take a copy', box);
  copy.href = `/api/v1/districts/${encodeURIComponent(by('district').value)}/my/copy`;
  copy.download = '';
}

async function show() {
  by('enter').hidden = Boolean(session);
  by('renew').hidden = !session?.password_due;
  by('look').hidden = !session || session.password_due;
  for (const id of ['todo', 'own', 'figures', 'records']) by(id).replaceChildren();
  if (!session || session.password_due) return;
  by('who').textContent = `${session.name}（${session.roles.join('、')}）`;
  const reads = session.roles.some((role) => !['admin', 'security'].includes(role));
  if (!reads) return;
  await showTodo();
  if (session.member) await showOwn();
  await showFigures();
}

by('enter').addEventListener('submit', (event) => {
  event.preventDefault();
  guarded(async () => {
    try {
      const code = by('code').value || undefined;
      session = await ask('/session', 'POST', { login: by('login').value, password: by('password').value, code });
    } catch (error) {
      if (error.code === 'session.code_needed') by('code-line').hidden = false;
      throw error;
    }
    if (!session.password_due) by('password').value = '';
    await show();
  });
});

by('renew').addEventListener('submit', (event) => {
  event.preventDefault();
  guarded(async () => {
    await ask('/password', 'POST', { old: by('password').value, new: by('new-password').value });
    by('password').value = by('new-password').value = '';
    session = await ask('/session');
    await show();
  });
});

by('look').addEventListener('submit', (event) => {
  event.preventDefault();
  guarded(show);
});

by('leave').addEventListener('click', () =>
  guarded(async () => {
    await ask('/session', 'DELETE');
    session = null;
    await show();
  }));

by('district').addEventListener('change', () => showWays().catch(() => {}));

// Who comes back from the provider comes to a district.
const come = new URLSearchParams(location.hash.slice(1)).get('district');
if (come) by('district').value = come;
showWays().catch(() => {});
ask('/session').then((known) => {
  session = known;
  return show();
}).catch(() => {});
)js";

}  // namespace

std::optional<Response> page_file(std::string_view path) {
  struct File {
    std::string_view path;
    std::string_view type;
    std::string_view content;
  };
  constexpr std::array files{File{"/", "text/html; charset=utf-8", html},
                             File{"/start.css", "text/css; charset=utf-8", css},
                             File{"/start.js", "text/javascript; charset=utf-8", script}};
  const auto* const file =
      std::find_if(files.begin(), files.end(), [&](const File& each) { return each.path == path; });
  if (file == files.end()) return std::nullopt;
  return Response{200,
                  std::string(file->type),
                  std::string(file->content),
                  {{"Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
                    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"},
                   {"X-Content-Type-Options", "nosniff"},
                   {"Referrer-Policy", "no-referrer"}}};
}

}  // namespace liufa::host
