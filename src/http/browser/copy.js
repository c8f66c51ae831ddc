// browser: the button beside a text copies it. Without it the text can be selected all the same. Pages renew themselves, so one
// listener for all that come and go.

document.documentElement.classList.add('with-copy');
document.addEventListener('click', async ({ target }) => {
  const button = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest('button.copy')) : null;
  const field = /** @type {HTMLInputElement | null} */ (
    button?.parentElement?.querySelector('input, textarea') ?? null
  );
  if (button === null || field === null) return;
  field.select();
  // Without TLS a browser gives no clipboard, but still takes the older command.
  if (navigator.clipboard === undefined) document.execCommand('copy');
  else await navigator.clipboard.writeText(field.value);
  button.textContent = button.dataset.done ?? '';
  button.focus();
});
