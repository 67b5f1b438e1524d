/* What went wrong on the way, in a sentence. Contract: #notice (hidden, role=alert) with a <div>;
   body[data-login]; any module may dispatch CustomEvent('portal:notice', {detail: sentence}). */
const box = document.getElementById('notice');
const sentences = {
  0: '连接中断，刚才的操作没有完成，请检查网络后重试。',
  403: '您没有办理此事的权限，或页面已过期，请刷新后重试。',
  404: '要找的内容不存在，或不在您的管辖范围内。',
  409: '内容已被他人更新，请刷新后重试。',
  413: '文件或表单太大，服务器没有接收。',
  429: '操作太频繁，请稍候再试。',
};
let timer = 0;

function say(sentence) {
  if (!box) return;
  box.querySelector('div').textContent = sentence;
  box.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { box.hidden = true; }, 12000);
}

function expired(address) {
  return Boolean(address) && new URL(address, location.href).pathname === document.body.dataset.login;
}

document.addEventListener('portal:notice', (event) => say(event.detail));
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-dismiss]')) box.hidden = true;
});
document.addEventListener('htmx:beforeSwap', (event) => {
  if (!expired(event.detail.xhr.responseURL)) return;
  event.detail.shouldSwap = false;
  location.reload();
});
document.addEventListener('htmx:responseError', (event) => {
  say(sentences[event.detail.xhr.status] || '服务器没有办成此事，请稍后重试；仍不行请联系管理员。');
});
['htmx:sendError', 'htmx:timeout'].forEach((name) => {
  document.addEventListener(name, () => say(sentences[0]));
});
