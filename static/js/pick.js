/* Picking in the spreadsheet the cells a return is about.

   Contract with the page:
     form#return-form[data-sheet]   the sheet's name, where an address needs it
       [data-remark]                one remark: input[name$="-cell"], input[name$="-text"],
                                    [data-who] for the row's name
     #xl tr[data-label] td[data-a]  written by {% sheet %}; grid.js moves in it

   A click on a cell, or Enter, puts it into the first remark that has no text yet, so that looking
   around leaves no trace; Enter goes on to the text. A cell picked but not written about is not
   sent. */
const form = document.getElementById('return-form');
const part = (remark, end) => remark.querySelector('input[name$="' + end + '"]');

function pick(cell) {
  const address = cell.dataset.a;
  if (!/^[A-Z]{1,3}[0-9]+$/.test(address)) return null;
  const remark = Array.from(form.querySelectorAll('[data-remark]')).find((one) => !part(one, '-text').value.trim());
  if (!remark) return null;
  const sheet = form.dataset.sheet;
  part(remark, '-cell').value = sheet ? sheet + '／' + address : address;
  part(remark, '-cell').dataset.picked = '';
  remark.querySelector('[data-who]').textContent = cell.parentNode.dataset.label || '';
  return remark;
}

if (form && document.getElementById('xl')) {
  document.addEventListener('click', (event) => {
    const cell = event.target.closest('#xl td[data-a]');
    if (cell) pick(cell);
  });
  document.addEventListener('keydown', (event) => {
    const cell = event.target.closest('#xl td[data-a]');
    if (!cell || event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    const remark = pick(cell);
    if (remark) part(remark, '-text').focus();
  }, true);
  form.addEventListener('input', (event) => {
    const remark = event.target.closest('[data-remark]');
    if (!remark || event.target !== part(remark, '-cell')) return;
    delete event.target.dataset.picked;
    remark.querySelector('[data-who]').textContent = '';
  });
  form.addEventListener('submit', () => {
    form.querySelectorAll('[data-remark]').forEach((remark) => {
      const cell = part(remark, '-cell');
      if ('picked' in cell.dataset && !part(remark, '-text').value.trim()) cell.value = '';
    });
  });
}
