/* Font size switch. A plain script in the head: the size must stand before the first paint.
   Contract: button[data-fontsize]; <html data-size="l|xl">. */
(function () {
  'use strict';
  const root = document.documentElement;
  const sizes = ['', 'l', 'xl'];
  const names = ['标准', '大', '特大'];
  const key = 'portal-font-size';
  function stored() {
    try { return localStorage.getItem(key) || ''; } catch (e) { return ''; }
  }
  function show(size) {
    if (size) root.dataset.size = size; else delete root.dataset.size;
  }
  show(stored());
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-fontsize]');
    if (!button) return;
    const next = (sizes.indexOf(root.dataset.size || '') + 1) % sizes.length;
    show(sizes[next]);
    button.title = '字号：' + names[next];
    try { localStorage.setItem(key, sizes[next]); } catch (e) { /* private mode: this page only */ }
  });
})();
