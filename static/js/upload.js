/* Upload with drag-and-drop, progress and cancel. Without it the form posts as any form.
   Contract: form#ID[data-upload][data-max-bytes][data-types=".xlsx,.xls"] with .dropzone >
   input[type=file], [data-chosen], [data-state] (hidden) > progress, [data-said], [data-cancel].
   Answers: a redirect (or HX-Redirect) is followed; anything else must hold form#ID again. */
const megabytes = (bytes) => (bytes / 1048576).toFixed(1) + ' MB';
const size = (bytes) => (bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + ' KB' : megabytes(bytes));
const refusals = {
  0: '连接中断，文件没有上传完，请检查网络后重试。',
  403: '登录已过期或没有上报权限，请刷新页面后重试。',
  413: '文件太大，服务器没有接收，请拆分后再传。',
};

function complaint(form, files) {
  const most = Number(form.dataset.maxBytes) || Infinity;
  const types = (form.dataset.types || '').split(',').filter(Boolean);
  for (const file of Array.from(files)) {
    const name = file.name.toLowerCase();
    if (types.length && !types.some((type) => name.endsWith(type))) {
      return '“' + file.name + '”不是可以上传的类型，请选择 ' + types.join('、') + ' 文件。';
    }
    if (file.size === 0) return '“' + file.name + '”是空文件，请重新导出后再传。';
    if (file.size > most) return '“' + file.name + '”有 ' + megabytes(file.size) + '，超过上限 ' + megabytes(most) + '。';
  }
  return files.length ? '' : '请先选择文件。';
}

function choose(form, files) {
  const problem = complaint(form, files);
  const chosen = form.querySelector('[data-chosen]');
  const list = Array.from(files).map((file) => file.name + '（' + size(file.size) + '）');
  chosen.textContent = problem || '已选择 ' + list.join('、');
  chosen.classList.toggle('worse', Boolean(problem));
  return !problem;
}

function settle(form, xhr) {
  const elsewhere = xhr.getResponseHeader('HX-Redirect') || (xhr.responseURL !== form.action && xhr.responseURL);
  if (xhr.status < 400 && elsewhere) { location.assign(elsewhere); return ''; }
  const answer = new DOMParser().parseFromString(xhr.responseText, 'text/html').getElementById(form.id);
  if (!answer) return refusals[xhr.status] || '服务器没有接收文件，请稍后重试。';
  form.replaceWith(document.importNode(answer, true));
  return '';
}

function send(form) {
  const xhr = new XMLHttpRequest();
  const state = form.querySelector('[data-state]');
  const said = form.querySelector('[data-said]');
  const bar = form.querySelector('progress');
  const buttons = form.querySelectorAll('[type=submit]');
  const finish = (sentence) => {
    bar.hidden = true;
    said.textContent = sentence;
    buttons.forEach((button) => { button.disabled = false; });
  };
  xhr.open('POST', form.action);
  xhr.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
  xhr.upload.onprogress = (event) => {
    bar.max = event.total;
    bar.value = event.loaded;
    said.textContent = '正在上传 ' + Math.floor(event.loaded / event.total * 100) + '%（' + size(event.loaded) + ' / ' + size(event.total) + '）';
  };
  xhr.upload.onload = () => { bar.removeAttribute('value'); said.textContent = '文件已送达，正在检查……'; };
  xhr.onload = () => { const sentence = settle(form, xhr); if (sentence) finish(sentence); };
  xhr.onerror = () => finish(refusals[0]);
  xhr.onabort = () => finish('已取消上传。');
  form.querySelector('[data-cancel]').onclick = () => xhr.abort();
  state.hidden = bar.hidden = false;
  bar.value = 0;
  buttons.forEach((button) => { button.disabled = true; });
  xhr.send(new FormData(form));
}

document.addEventListener('change', (event) => {
  const form = event.target.closest('form[data-upload]');
  if (form && event.target.type === 'file') choose(form, event.target.files);
});
document.addEventListener('submit', (event) => {
  const form = event.target.closest('form[data-upload]');
  if (!form) return;
  event.preventDefault();
  if (choose(form, form.querySelector('input[type=file]').files)) send(form);
});
['dragover', 'dragleave', 'drop'].forEach((name) => document.addEventListener(name, (event) => {
  if (!document.querySelector('form[data-upload]')) return;
  event.preventDefault();
  const zone = event.target.closest && event.target.closest('.dropzone');
  document.querySelectorAll('.dropzone').forEach((other) => other.classList.toggle('is-over', name === 'dragover' && other === zone));
  if (name !== 'drop' || !zone || !event.dataTransfer.files.length) return;
  const input = zone.querySelector('input[type=file]');
  input.files = event.dataTransfer.files;
  choose(input.form, input.files);
}));
