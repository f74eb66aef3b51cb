// Shows the buttons that print the page: <button type="button" data-print hidden>.
export function printButtons(within) {
  for (const button of within.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
