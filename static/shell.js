// Runs before the first paint: the visitor's theme, so that nothing flashes. Then the three things that every page
// has and no island owns: theme, copy link, keys. Classic script without dependencies; kept below 3 kB.
(() => {
  "use strict";
  const root = document.documentElement;
  const THEMES = ["auto", "light", "dark"];
  const NAMES = { auto: "as the system", light: "light", dark: "dark" };

  const given = root.dataset.theme; // an embed's address can name a theme

  function storedTheme() {
    try {
      const theme = given || localStorage.getItem("theme");
      return THEMES.includes(theme) ? theme : "auto";
    } catch {
      return "auto"; // storage is blocked: the system's theme holds
    }
  }

  function showTheme(theme) {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    const button = document.querySelector("[data-theme-toggle]");
    if (button) button.setAttribute("aria-label", `Theme: ${NAMES[theme]}`);
  }

  function nextTheme() {
    const theme = THEMES[(THEMES.indexOf(root.dataset.theme || "auto") + 1) % THEMES.length];
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // not remembered, still shown
    }
    showTheme(theme);
  }

  function say(button, text) {
    const label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    button.textContent = text;
    button.dataset.said = "";
    clearTimeout(Number(button.dataset.timer));
    button.dataset.timer = String(setTimeout(() => {
      button.textContent = label;
      delete button.dataset.said;
    }, 2000));
  }

  async function copyLink(button) {
    const event = new CustomEvent("copylink", { cancelable: true, detail: { button } });
    if (!document.dispatchEvent(event)) return;
    try {
      await navigator.clipboard.writeText(location.href);
      say(button, "Copied");
    } catch {
      say(button, "Copy it from the address bar");
    }
  }

  function openKeys() {
    const dialog = document.getElementById("keys");
    if (dialog && !dialog.open) dialog.showModal();
  }

  function isTyping(target) {
    return target.closest?.("input, textarea, select, [contenteditable]") !== null;
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(except)) menu.open = false;
    }
  }

  root.classList.add("js");
  if (navigator.connection?.saveData) root.dataset.savesData = "";
  showTheme(storedTheme());
  document.addEventListener("DOMContentLoaded", () => showTheme(storedTheme()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    closeMenus(event.target);
    if (!button) return;
    if ("themeToggle" in button.dataset) nextTheme();
    if ("copyLink" in button.dataset) copyLink(button);
    if ("openKeys" in button.dataset) openKeys();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && !isTyping(event.target)) openKeys();
    if (event.key === "Escape") {
      closeMenus(null);
      root.classList.add("no-tips");
    }
  });
  // A tip that Esc closed stays closed until the pointer or the focus moves on.
  for (const type of ["pointerover", "focusin"]) {
    document.addEventListener(type, () => root.classList.remove("no-tips"));
  }
})();
