/* Drawer and question, both modal <dialog>: focus stays inside, Escape closes, focus returns.
   Contract: a[hx-get][hx-target="#drawer"] fills and opens #drawer; [data-close] closes;
   form[data-confirm="question"], its button with one of its own, or [hx-confirm] asks in #question before it acts. */
const drawer = document.getElementById('drawer');
const question = document.getElementById('question');

function open(dialog) {
  if (dialog.open) return;
  if (dialog.showModal) dialog.showModal(); else dialog.setAttribute('open', '');
}

function close(dialog) {
  if (dialog.close) dialog.close(); else dialog.removeAttribute('open');
}

document.addEventListener('htmx:afterSwap', (event) => {
  if (drawer && event.detail.target === drawer) open(drawer);
});
document.addEventListener('click', (event) => {
  const dialog = event.target.closest('dialog');
  if (dialog && (event.target === dialog || event.target.closest('[data-close]'))) close(dialog);
});

function ask(sentence, proceed) {
  if (!question) { if (window.confirm(sentence)) proceed(); return; }
  question.querySelector('p').textContent = sentence;
  question.querySelector('[data-yes]').onclick = () => { close(question); proceed(); };
  open(question);
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  const button = event.submitter;
  const asking = button && button.dataset.confirm ? button : form;
  if (!asking.dataset.confirm || asking.dataset.confirmed) { delete asking.dataset.confirmed; return; }
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(asking.dataset.confirm, () => {
    asking.dataset.confirmed = 'yes';
    if (button && !button.disabled) button.click(); else form.requestSubmit();
  });
}, true);
document.addEventListener('htmx:confirm', (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  ask(event.detail.question, () => event.detail.issueRequest(true));
});
