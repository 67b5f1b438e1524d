/* The spreadsheet in which an upload is mended.

   Contract with the page (written by {% sheet %}, {% formula_bar %}, {% problem_list %}):
     table#xl[data-current="D7"]         the cell chosen at the start (optional)
       thead [data-field="name"]         heading of a column; its text is shown beside the address
       td[data-a="D7"][data-row][data-field]   one cell, carrying, where it applies:
          data-value     the full raw value, when the text shown is cut or masked
          data-message   the sentence of its problem; class is-error or is-warning
          data-suggest   the value offered by "改为 …"
          data-readonly  may be looked at, not changed
     form#formula[data-edit-url]         POSTs a, row, field, value, csrfmiddlewaretoken
       #formula-address #formula-name #formula-why input[name=value] and hidden inputs a, row, field
     a[data-go="D607"][href="?cell=D607"]   an entry of the problem list; the link leads to the
                                         server's page of rows when the cell is not on this one
     [data-grid-state]                   where "已保存" is said
     button[form=formula][formaction]    sends the chosen row elsewhere, after what was typed before:
       [data-row-add], [data-row-remove]  tr[data-label] names the row in the question asked first
     #cell in the address                the chosen cell has the focus

   The server answers an edit with pieces marked hx-swap-oob="true" (the row in a <template>, the
   problem list, the counts, the bar with the submit button). Status 422 is swapped as well.
   Edits are sent one after another, each with the cell it was typed into. What was typed after the
   login had ended is put back into the bar after the next one. Without JavaScript the same form
   posts, and ?cell=D7 makes the server fill the formula bar.

   Keys: arrows, Home/End, Ctrl+Home/End, PageUp/PageDown; Enter, F2 or typing to edit; in the bar
   Enter/Shift+Enter and Tab/Shift+Tab save and move, Escape gives up; F8/Shift+F8 next problem; Insert adds
   a row, Ctrl+Delete removes the chosen one. */
const form = document.getElementById('formula');
const part = (name) => document.getElementById('formula-' + name);
const table = () => document.getElementById('xl');
const cellAt = (address) => table().querySelector('td[data-a="' + address + '"]');
const valueOf = (cell) => ('value' in cell.dataset ? cell.dataset.value : cell.textContent.trim());
let current = '';
let queue = Promise.resolve();

function say(sentence) {
  const state = document.querySelector('[data-grid-state]');
  if (state) state.textContent = sentence;
}

function explain(cell) {
  const why = part('why');
  why.textContent = '';
  why.className = 'formula__why';
  if (!cell.dataset.message) return;
  ['is-error', 'is-warning'].forEach((level) => why.classList.toggle(level, cell.classList.contains(level)));
  const sentence = document.createElement('span');
  sentence.textContent = cell.dataset.message;
  why.appendChild(sentence);
  if (!cell.dataset.suggest || 'readonly' in cell.dataset) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button button--small';
  button.dataset.fix = cell.dataset.suggest;
  button.textContent = '改为 ' + cell.dataset.suggest;
  why.appendChild(button);
}

function name(row) {
  const remove = document.querySelector('[data-row-remove]');
  const who = row.dataset.label ? '（' + row.dataset.label + '）' : '';
  if (remove) remove.dataset.confirm = '删除第' + row.cells[0].textContent + '行' + who + '？内容留在删除记录中。';
}

function press(selector) {
  const button = document.querySelector(selector);
  if (button) button.click();
}

/* Scroll the sheet, not the page, until nothing that sticks covers the cell. */
function reveal(cell) {
  const sheet = cell.closest('.sheet');
  const box = sheet.getBoundingClientRect();
  const at = cell.getBoundingClientRect();
  const head = table().tHead.offsetHeight;
  const frozen = cell.classList.contains('is-frozen') ? null : table().querySelector('thead .is-frozen');
  const left = frozen ? frozen.getBoundingClientRect().right - box.left : cell.parentNode.cells[0].offsetWidth;
  if (at.top < box.top + head) sheet.scrollTop -= box.top + head - at.top;
  else if (at.bottom > box.top + sheet.clientHeight) sheet.scrollTop += at.bottom - box.top - sheet.clientHeight;
  if (at.left < box.left + left) sheet.scrollLeft -= box.left + left - at.left;
  else if (at.right > box.left + sheet.clientWidth) sheet.scrollLeft += at.right - box.left - sheet.clientWidth;
}

function choose(address, focus) {
  const cell = cellAt(address);
  if (!cell) return false;
  table().querySelectorAll('.is-current').forEach((old) => { old.classList.remove('is-current'); old.tabIndex = -1; });
  cell.classList.add('is-current');
  cell.tabIndex = 0;
  current = address;
  const heading = table().querySelector('thead [data-field="' + cell.dataset.field + '"]');
  part('address').textContent = address;
  part('name').textContent = heading ? heading.textContent.trim() : cell.dataset.field;
  form.elements.a.value = address;
  form.elements.row.value = cell.dataset.row;
  form.elements.field.value = cell.dataset.field;
  form.elements.value.value = valueOf(cell);
  form.elements.value.readOnly = 'readonly' in cell.dataset;
  explain(cell);
  name(cell.parentNode);
  document.querySelectorAll('[data-go]').forEach((entry) => entry.classList.toggle('is-on', entry.dataset.go === address));
  reveal(cell);
  if (focus) cell.focus({ preventScroll: true });
  const at = cell.getBoundingClientRect();
  const bar = document.querySelector('.action-bar');
  const bottom = bar ? bar.getBoundingClientRect().top : window.innerHeight;
  if (focus && (at.top < 0 || at.bottom > bottom)) form.scrollIntoView({ block: 'start' });
  return true;
}

function notify(sentence) {
  document.dispatchEvent(new CustomEvent('portal:notice', { detail: sentence }));
}

function fail(address, before, typed, sentence) {
  const cell = cellAt(address);
  if (cell) { cell.textContent = before; cell.classList.remove('is-saving'); }
  say(address + ' 没有保存');
  notify(address + ' 键入的“' + typed.slice(0, 40) + '”没有保存：' + sentence);
}

/* Each tab keeps what it could not send, under the address it belongs to. */
const kept = () => 'unsent ' + form.dataset.editUrl.split('?')[0];
const unsent = () => JSON.parse(sessionStorage.getItem(kept()) || '[]');

function putBack() {
  const list = unsent();
  sessionStorage.removeItem(kept());
  list.forEach((one) => { if (choose(one[0], true)) edit(one[1]); });
  const told = list.map((one) => one[0] + '“' + one[1].slice(0, 40) + '”').join('、');
  if (told) notify('登录失效时键入的内容没有保存：' + told + '。请核对后重新录入，编辑栏里的按回车保存。');
}

function send(data, address, before) {
  const options = { method: 'POST', body: data, credentials: 'same-origin', headers: { 'HX-Request': 'true', 'HX-Current-URL': location.href } };
  return fetch(form.dataset.editUrl, options).then((answer) => {
    const login = answer.headers.get('HX-Redirect');
    if (login || answer.redirected) {
      sessionStorage.setItem(kept(), JSON.stringify(unsent().concat([[address, data.get('value')]])));
      if (login) location.assign(login); else location.reload();
      return undefined;
    }
    if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
    const here = answer.headers.get('HX-Replace-Url');
    return answer.text().then((html) => {
      window.htmx.swap(form, html, { swapStyle: 'none' });
      if (here) history.replaceState(history.state, '', here);
      const cell = cellAt(address);
      if (cell) cell.classList.remove('is-saving');
      if (current) refresh();
      say(address + (answer.ok ? ' 已保存' : ' 没有保存'));
    });
  }).catch((error) => {
    fail(address, before, data.get('value'), error.message === '403' ? '没有修改权限，或页面已过期。' : '连接中断或服务器出错，请重试。');
  });
}

/* After a swap the chosen cell is a new element; what is being typed stays. */
function refresh() {
  const typing = document.activeElement === form.elements.value ? form.elements.value.value : null;
  const inSheet = document.activeElement === document.body || Boolean(document.activeElement.closest('#xl'));
  choose(current, typing === null && inSheet);
  if (typing !== null) form.elements.value.value = typing;
}

function save() {
  const cell = cellAt(current);
  const value = form.elements.value.value.trim();
  if (!cell || 'readonly' in cell.dataset || value === valueOf(cell)) return;
  const data = new FormData(form);
  const address = current;
  const before = cell.textContent;
  data.set('value', value);
  cell.textContent = value;
  delete cell.dataset.value;
  cell.classList.add('is-saving');
  say('正在保存 ' + address);
  queue = queue.then(() => send(data, address, before));
}

function edit(start) {
  const input = form.elements.value;
  input.focus();
  if (start === undefined) input.select(); else if (!input.readOnly) input.value = start;
}

function neighbour(cell, across, down) {
  let row = cell.parentNode;
  for (let left = Math.abs(down); left && row; left -= 1) {
    const next = down > 0 ? row.nextElementSibling : row.previousElementSibling;
    if (!next) break;
    row = next;
  }
  const target = row.cells[cell.cellIndex + across];
  return target && target.dataset.a && target !== cell ? target : null;
}

function edge(cell, key, whole) {
  const rows = table().tBodies[0].rows;
  const row = whole ? rows[key === 'Home' ? 0 : rows.length - 1] : cell.parentNode;
  const cells = row.querySelectorAll('td[data-a]');
  return cells[key === 'Home' ? 0 : cells.length - 1];
}

function problem(backwards) {
  const marked = Array.from(table().querySelectorAll('td.is-error, td.is-warning, td.is-current'));
  const next = marked[marked.findIndex((cell) => cell.dataset.a === current) + (backwards ? -1 : 1)];
  return next || marked[backwards ? marked.length - 1 : 0];
}

function target(event, cell) {
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], PageUp: [0, -10], PageDown: [0, 10] };
  const move = event.key === 'Tab' ? [event.shiftKey ? -1 : 1, 0] : moves[event.key];
  if (move) return neighbour(cell, move[0], move[1]);
  if (event.key === 'Home' || event.key === 'End') return edge(cell, event.key, event.ctrlKey);
  return event.key === 'F8' ? problem(event.shiftKey) : null;
}

function inSheet(event, cell) {
  const next = target(event, cell);
  if (next) { event.preventDefault(); choose(next.dataset.a, true); return; }
  if (event.key === 'Insert') { event.preventDefault(); press('[data-row-add]'); }
  else if (event.key === 'Delete' && event.ctrlKey) { event.preventDefault(); press('[data-row-remove]'); }
  else if (event.key === 'Enter' || event.key === 'F2') { event.preventDefault(); edit(); }
  else if (event.key === 'Delete' || event.key === 'Backspace') { event.preventDefault(); edit(''); }
  else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) edit('');
}

function inBar(event) {
  if (event.isComposing) return;
  const cell = cellAt(current);
  if (event.key === 'Escape') {
    event.preventDefault();
    choose(current, true);
  } else if ((event.key === 'Enter' || event.key === 'Tab') && cell) {
    const back = event.shiftKey ? -1 : 1;
    const next = event.key === 'Enter' ? neighbour(cell, 0, back) : neighbour(cell, back, 0);
    event.preventDefault();
    save();
    choose(next ? next.dataset.a : current, true);
  }
}

if (form && table()) {
  document.addEventListener('keydown', (event) => {
    const cell = event.target.closest('#xl td[data-a]');
    if (event.target === form.elements.value) inBar(event);
    else if (cell) inSheet(event, cell);
  });
  document.addEventListener('click', (event) => {
    const cell = event.target.closest('#xl td[data-a]');
    const entry = event.target.closest('[data-go]');
    const fix = event.target.closest('[data-fix]');
    if (cell) choose(cell.dataset.a, true);
    else if (entry && choose(entry.dataset.go, true)) event.preventDefault();
    else if (fix) { form.elements.value.value = fix.dataset.fix; save(); choose(current, true); }
  });
  document.addEventListener('dblclick', (event) => { if (event.target.closest('#xl td[data-a]')) edit(); });
  form.addEventListener('submit', (event) => {
    const action = event.submitter && event.submitter.getAttribute('formaction');
    event.preventDefault();
    save();
    if (action) queue.then(() => { form.action = action; form.submit(); });
  });
  form.elements.value.addEventListener('change', save);
  const first = table().querySelector('td.is-error, td.is-warning') || table().querySelector('td[data-a]');
  table().querySelectorAll('td[data-a]').forEach((cell) => { cell.tabIndex = -1; });
  const asked = location.hash === '#cell';
  if (!choose(table().dataset.current || '', asked) && first) choose(first.dataset.a, asked);
  putBack();
}
