// browser: the button beside an address copies it. Without it the field can be selected all the same.

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('button.copy'))) {
  const field = /** @type {HTMLInputElement} */ (button.parentElement?.querySelector('input'));
  button.hidden = navigator.clipboard === undefined;
  button.addEventListener('click', async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.done ?? '';
  });
}
